/**
 * Which files are more than text: those that steer this and other tools, those that run code, those that hold secrets. Tables of folded
 * names (see `foldName`); the rules about them are in `judgeProtected`. Names that begin with a dot are treated alike, known or not.
 */
import type { GateReason } from '../../base/gateReasons';
import { looksSecret } from '../../base/secretFiles';
import { isChange, type Operation, type Opinion } from '../Decision';
import { foldName } from './pathText';

/** Folders in the person's own folder that hold keys, tokens and sessions: nothing is done there. */
const secretFolders = [
  '.ssh',
  '.aws',
  '.azure',
  '.gnupg',
  '.kube',
  '.docker',
  '.oci',
  '.password-store',
  '.mozilla',
  '.thunderbird',
  '.config/gh',
  '.config/hub',
  '.config/gcloud',
  '.config/doctl',
  '.config/op',
  '.config/rclone',
  '.config/google-chrome',
  '.config/chromium',
  '.config/bravesoftware',
  '.config/microsoft-edge',
  '.config/vivaldi',
  '.config/opera',
  '.config/1password',
  '.local/share/keyrings',
  '.local/share/kwalletd',
  '.terraform.d',
  'snap/firefox',
  'snap/chromium',
  'library/keychains',
  'library/cookies',
  'library/safari',
  'library/application support/google/chrome',
  'library/application support/chromium',
  'library/application support/firefox',
  'library/application support/bravesoftware',
  'library/application support/microsoft edge',
  'appdata/local/google/chrome',
  'appdata/local/chromium',
  'appdata/local/bravesoftware',
  'appdata/local/microsoft/edge',
  'appdata/local/microsoft/credentials',
  'appdata/roaming/microsoft/credentials',
  'appdata/roaming/microsoft/protect',
  'appdata/roaming/mozilla',
  'appdata/roaming/gnupg',
];

/** Editors' own folders in the person's folder: settings, profiles, storage of extensions, the database of secrets. */
const editorFolder =
  /^(?:\.config|library\/application support|appdata\/roaming)\/(?:code|code - insiders|code - oss|vscodium|cursor|windsurf)(?:\/|$)|^\.(?:vscode|vscode-insiders|vscode-oss|vscode-server|vscode-server-insiders|cursor-server|windsurf-server)(?:\/|$)|^\.local\/share\/code-server(?:\/|$)/;

/** Files in the person's folder that are run when a shell, a session or git begins. */
const startFiles =
  /^(?:\.(?:bash|zsh|z|k|c|tc)[\w]*(?:rc|env|profile|login|logout|aliases)|\.profile|\.login|\.logout|\.inputrc|\.(?:x|xs)(?:profile|initrc|ession\w*)|\.pam_environment|\.gitconfig|\.hgrc|\.vimrc|\.gdbinit|\.(?:wget|curl|nano|screen)rc|\.tmux\.conf)$|^\.config\/(?:fish|git|autostart|systemd|environment\.d|nushell|powershell)(?:\/|$)|^library\/launch(?:agents|daemons)(?:\/|$)|^documents\/(?:windows)?powershell(?:\/|$)|^appdata\/roaming\/microsoft\/windows\/start menu(?:\/|$)/;

/** Files that are run, or say what is run, by building, testing, installing or just entering the folder. */
const runsCode =
  /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|deno\.jsonc?|deno\.lock|composer\.(?:json|lock)|gemfile(?:\.lock)?|rakefile|podfile(?:\.lock)?|pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|cargo\.lock|go\.sum|flake\.lock|(?:gnu)?makefile|.+\.mk|dockerfile(?:\..+)?|.+\.dockerfile|containerfile|(?:docker-)?compose(?:\..+)?\.ya?ml|jenkinsfile|vagrantfile|procfile|justfile|taskfile\.ya?ml|cmakelists\.txt|configure(?:\.ac)?|meson\.build|build\.rs|build\.zig|build(?:\.bazel)?|workspace(?:\.bazel)?|setup\.(?:py|cfg)|pyproject\.toml|conftest\.py|noxfile\.py|tox\.ini|pytest\.ini|sitecustomize\.py|usercustomize\.py|.+\.pth|(?:build|settings|init)\.gradle(?:\.kts)?|gradlew(?:\.bat)?|gradle-wrapper\.properties|mvnw(?:\.cmd)?|pom\.xml|gruntfile\..+|gulpfile\..+|azure-pipelines\.ya?ml|appveyor\.yml|bitbucket-pipelines\.yml|cloudbuild\.ya?ml|lefthook\.ya?ml|.+\.(?:bat|cmd|ps1|psm1|psd1|vbs|lnk|desktop|service|reg))$/;

/** Folders whose files are run by others: hooks, workflows, what package managers installed. */
const runsCodeFolder = /^(?:\.husky|\.github|node_modules|site-packages)$/;

/** Files without a dot in front that steer a tool. */
const steersTools =
  /^(?:agents?\.md|agents\.override\.md|claude(?:\.local)?\.md|gemini\.md|qwen\.md|glm\.md|warp\.md|conventions\.md|copilot-instructions\.md|.+\.instructions\.md|.+\.prompt\.md|.+\.agent\.md|.+\.chatmode\.md|skill\.md|.+\.code-workspace|opencode\.jsonc?|mcp\.json|crush\.json)$/;

export interface ProtectedContext {
  /** Segments below the person's folder; undefined = it lies elsewhere. */
  readonly belowHome: readonly string[] | undefined;
  /** Segments below the workspace folder that holds it; undefined = outside all of them. */
  readonly belowRoot: readonly string[] | undefined;
  /** All segments. */
  readonly segments: readonly string[];
  /** They hang below `/`, not below a drive or a share. */
  readonly fromSlash: boolean;
}

/** What the name of a file says, whether the file is there or not. */
export function judgeProtected(
  operation: Operation,
  { belowHome, belowRoot, segments, fromSlash }: ProtectedContext,
): Opinion[] {
  const opinions: Opinion[] = [];
  const add = (decision: Opinion['decision'], reason: GateReason, detail?: string): void => {
    opinions.push({ decision, reason, detail });
  };
  const changes = isChange(operation);
  const folded = segments.map(foldName);
  const name = folded.at(-1) ?? '';
  if (folded.includes('.git')) {
    add(changes || operation === 'cwd' ? 'deny' : 'ask_always', 'git’s own data');
  }
  if (changes && folded.some((segment) => /.\.git$/.test(segment))) {
    add('ask_always', 'looks like a bare git repository');
  }
  const path = fromSlash ? folded.join('/') : '';
  if (/^(?:dev(?!\/shm\/)|proc|sys)(?:\/|$)/.test(path)) {
    add('deny', 'a device or the system’s own data');
  }
  if (/^etc\/(?:shadow|gshadow|sudoers|ssh)(?:[-./]|$)|^(?:root|run|var\/run)\/secrets(?:\/|$)/.test(path)) {
    add('deny', 'the system’s secrets');
  }
  if (belowHome !== undefined) {
    const home = belowHome.map(foldName).join('/');
    if (secretFolders.some((folder) => home === folder || home.startsWith(`${folder}/`))) {
      add('deny', 'a folder of keys, tokens or sessions');
    }
    if (editorFolder.test(home)) {
      add(changes ? 'deny' : 'ask_always', 'the editor’s own settings and storage');
      if (/(?:^|\/)state\.vscdb|globalstorage/.test(home)) {
        add('deny', 'the editor’s own storage');
      }
    }
    if (changes && startFiles.test(home)) {
      add('deny', 'a file that runs when a shell or session begins');
    }
  }
  const below = (belowRoot ?? segments.slice(-1)).map(foldName);
  if (looksSecret(below)) {
    add('ask_always', 'may hold secrets');
  }
  if (changes) {
    const dotted = below.find((segment) => /^\.[^.]/.test(segment));
    if (steersTools.test(name)) {
      add('ask_always', 'steers an assistant or the editor');
    } else if (dotted !== undefined) {
      add('ask_always', 'settings of a tool ({0})', dotted);
    }
    if (runsCode.test(name) || below.some((segment) => runsCodeFolder.test(segment))) {
      add('ask_always', 'this file can run code');
    }
  }
  return opinions;
}
