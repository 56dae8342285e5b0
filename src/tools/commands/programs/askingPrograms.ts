/** Programs that are asked about every time, by the reason. A program that stands in no table is asked about as well, once for the same words. */
import type { CommandReason } from '../../../base/commandReasons';

const tables: readonly (readonly [CommandReason, string])[] = [
  ['a condition or a loop', 'if then else elif fi for while until do done case esac select in'],
  [
    'changes the shell itself: {0}',
    '. source cd eval exec alias unalias export readonly declare typeset local unset set shopt trap enable builtin command hash bind history fc let mapfile readarray read coproc complete compgen ulimit umask wait jobs fg bg disown kill killall pkill logout exit caller getopts dirs pushd popd time setopt emulate autoload zmodload function',
  ],
  [
    'runs another program: {0}',
    'deno xargs env nice ionice timeout nohup setsid stdbuf unbuffer script busybox toybox parallel watch time strace ltrace gdb lldb perf valgrind chroot unshare nsenter flatpak firejail bwrap runuser setpriv sg newgrp entr at batch crontab systemd-run screen tmux expect rlwrap cpulimit taskset numactl chrt ssh-agent dbus-run-session xvfb-run faketime catchsegv winpty wine mintty cmd cmd.exe powershell powershell.exe pwsh wsl vim vi nvim ex view emacs nano ed less more man info pico',
  ],
  [
    'uses the network: {0}',
    'curl wget http https httpie aria2c ssh scp sftp rsync ftp lftp tftp telnet nc ncat netcat socat ping ping6 traceroute tracepath mtr dig nslookup host whois nmap openssl gpg gpg2 curlie xh grpcurl websocat rclone s3cmd mail mailx sendmail mutt lynx w3m links elinks hub glab gh svn hg bzr cvs fossil irssi nslookup ab wrk arp ip ifconfig route iptables nft tcpdump tshark',
  ],
  [
    'installs packages: {0}',
    'npx pnpx bunx uvx pipx easy_install conda mamba micromamba apt apt-get aptitude dpkg yum dnf rpm zypper pacman yay apk brew port snap nix nix-env nix-shell gem bundle cpan cpanm luarocks composer nuget choco winget scoop volta nvm fnm asdf mise rustup sdk pyenv rbenv flutter pub opam stack cabal ghcup vcpkg conan',
  ],
  [
    'may show secrets: {0}',
    'printenv yq gojq xmllint op pass bw vault secret-tool security keyring ssh-add ssh-keygen ssh-keyscan ps top htop lsof pgrep who w last lastlog getent id groups whoami hostname finger dmesg journalctl xclip xsel pbpaste wl-paste',
  ],
  [
    'administers the machine: {0}',
    'docker docker-compose podman nerdctl buildah skopeo kubectl helm minikube kind k9s oc terraform tofu terragrunt pulumi ansible ansible-playbook vagrant packer aws az gcloud gsutil bq heroku fly flyctl vercel netlify wrangler firebase doctl linode-cli ibmcloud oci aliyun tccli systemctl service launchctl useradd userdel usermod passwd chpasswd visudo groupadd mount umount losetup swapon swapoff sysctl modprobe insmod rmmod crictl ctr virsh qemu-img hdiutil diskutil defaults reg sc schtasks netsh wmic psql mysql mysqldump mongo mongosh redis-cli sqlite3 pg_dump createdb dropdb',
  ],
  [
    'opens another program: {0}',
    'open xdg-open start explorer explorer.exe code code-insiders codium cursor windsurf code-server subl gedit kate idea osascript say notify-send zenity kdialog gio gvfs-open sensible-browser x-www-browser www-browser firefox chrome google-chrome chromium safari',
  ],
  [
    'writes or unpacks files in ways that are hard to foresee: {0}',
    'tar gtar bsdtar unzip zip 7z 7za 7zr gzip gunzip bzip2 bunzip2 xz unxz zstd cpio ar unrar rar install split csplit shred truncate mkfifo mknod mktemp patch link unlink rename dos2unix base64 base32 xxd uudecode uuencode',
  ],
];

/** A program that runs what stands in its arguments, on standard input, or in a file that is named. */
export interface Interpreter {
  /** Options that give it code as text. */
  readonly code: RegExp;
  /** Options that change nothing of what is run, without a value or with an attached one. All others can name code or files. */
  readonly known: RegExp;
}

const languages: readonly (readonly [string, Interpreter])[] = [
  [
    'sh bash zsh dash ash ksh mksh fish csh tcsh rbash',
    {
      code: /^-[a-zA-Z]*[cis]|^--(?:init-file|rcfile|command|login)/,
      known: /^-[euxvnf]+$|^--$|^--(?:noprofile|norc|posix)$/,
    },
  ],
  [
    'node nodejs tsx ts-node',
    {
      code: /^-[a-z]*[epric]|^--(?:eval|print|require|import|loader|experimental-loader|inspect|env-file|interactive)|^eval$|^x$/,
      known:
        /^--(?:test|test-only|test-force-exit|watch|check|enable-source-maps|no-warnings|no-deprecation|trace-(?:warnings|uncaught|deprecation|exit)|throw-deprecation|pending-deprecation|expose-gc|experimental-(?:strip-types|transform-types|vm-modules|test-coverage|test-module-mocks|test-isolation)|transpile-only|esm|unhandled-rejections=\w+|test-(?:name-pattern|skip-pattern|concurrency|timeout)=.*|test-reporter=(?:spec|tap|dot|junit|lcov)|(?:max-old-space-size|max-semi-space-size|stack-trace-limit|stack-size)=\d+)$|^--$|^-T$/,
    },
  ],
  [
    'python python2 python3 pypy pypy3 py',
    {
      code: /^-[a-zA-Z]*[ci]/,
      known:
        /^-[uBOsSEIvqbdPx]+$|^-m$|^-\d(?:\.\d+)?$|^-W(?:ignore|default|error|always|module|once)$|^-Xdev$|^-Xutf8$/,
    },
  ],
  [
    'perl ruby lua luajit Rscript R rscript r julia elixir erl ghci osascript tclsh wish raku swipl gnuplot bc dc',
    { code: /^-[a-zA-Z]*[eEnpirI]|^--eval/, known: /^-[wWT]+$|^--$|^-W[012]$|^--vanilla$/ },
  ],
  ['php', { code: /^-[rBREFa]|^--(?:run|process-code|interactive)/, known: /^-[nq]+$|^--$/ }],
];

export const interpreters = new Map(
  languages.flatMap(([names, interpreter]) => names.split(' ').map((name) => [name, interpreter] as const)),
);

const reasons = new Map(tables.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)));

/** Why a program is asked about every time; undefined = no table has it. */
export function askingReason(program: string): CommandReason | undefined {
  return reasons.get(program.toLowerCase());
}

/** Programs whose other words are a command of their own. */
export const wrappers = new Set(
  'deno xargs env nice ionice timeout nohup setsid stdbuf busybox toybox parallel watch time strace ltrace chroot unshare nsenter runuser setpriv sg systemd-run command builtin exec eval sudo doas su find fd npx flock'.split(
    ' ',
  ),
);
