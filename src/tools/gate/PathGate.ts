/**
 * The one gate before everything that is done in the user's folders at a model's request. It answers DENY, ASK every time, ASK or ALLOW,
 * and what was approved becomes a frozen record; nothing else may be executed, and the record is checked again right before.
 */
import { createHash } from 'node:crypto';
import type { ToldReason } from '../../base/gateReasons';
import type { FileOperation } from '../../platform/FileChanger';
import type { Files, PathPlatform } from '../../platform/Files';
import { type Decision, decisions, isChange, type Operation, type Opinion, strictest } from '../Decision';
import { judgeContent } from './contentRisks';
import {
  absolutePath,
  bothSpellings,
  gitDataFolders,
  type WorkspaceFolder,
  type WorkspaceRoot,
  workspaceFolders,
} from './folders';
import { judgeFacts } from './judgeFacts';
import type { KeptContents } from './KeptContents';
import { type AbsolutePath, isWithin, joinPath, judgeText } from './pathText';
import { judgeProtected } from './protectedPaths';
import { rememberingFiles } from './rememberingFiles';
import { type ResolvedPath, resolvePath } from './resolvePath';

export interface GateOptions {
  readonly platform: PathPlatform;
  /** The folders that the person opened; a folder that came during a turn is not among them. */
  readonly roots: readonly WorkspaceRoot[];
  /** The product's own folders: nobody touches them for a model. Absolute. */
  readonly ownFolders: readonly string[];
  /** Whether the person keeps a file from models; asked with real paths, that of a folder with a slash behind it. `files` answer as in the rest of the judgement. */
  readonly isIgnored: (path: string, files: Files) => boolean | Promise<boolean>;
  /** Whether an open editor holds changes of a file that are not on the disk; asked with real paths. */
  readonly isDirty: (path: string) => boolean;
  /** False = an untrusted folder: no tool runs. */
  readonly trusted: boolean;
}

export interface GateRequest {
  readonly operation: Operation;
  /** As the model wrote it: relative to a workspace folder, or absolute. */
  readonly path: string;
  /** New path of a rename. */
  readonly to?: string | undefined;
  /** Text that is to be written, where it is known. */
  readonly content?: string | undefined;
  /** The file's text now, so that only new content is judged. */
  readonly before?: string | undefined;
}

export interface GateAnswer {
  readonly decision: Decision;
  readonly request: GateRequest;
  /** The real path, for the prompt; undefined = it leads nowhere. */
  readonly resolved: string | undefined;
  /** Real path of a rename's target. */
  readonly resolvedTo: string | undefined;
  /** Told to the person and the model; empty when there is nothing to say. */
  readonly reasons: readonly string[];
  /** The same, to be translated. */
  readonly told: readonly ToldReason[];
}

/** What may be executed: exactly this, once looked at again. */
export interface ApprovedOperation extends FileOperation {
  readonly operation: Operation;
  readonly realPath: string;
  /** Real path of a rename's target. */
  readonly realTarget: string | undefined;
  /** SHA-256 of the file as it was approved, hexadecimal; undefined = there was none, or it is a folder. */
  readonly sha256Before: string | undefined;
  /** What is written; undefined where nothing is. */
  readonly bytes: Uint8Array | undefined;
}

export class PathGate {
  /** Only records that this gate made count, with what they were made from. */
  private readonly approved = new WeakMap<
    ApprovedOperation,
    { readonly answer: GateAnswer; readonly sha256Bytes: string | undefined }
  >();
  private readonly answers = new WeakSet<GateAnswer>();
  /** Undefined = looked at anew for each path. */
  private readonly places: (() => Promise<Places>) | undefined;

  /** @param isAtOnce for one judgement of many paths: each file, and where the folders lie, is looked at once */
  constructor(
    private readonly files: Files,
    private readonly options: GateOptions,
    isAtOnce = false,
  ) {
    let known: Promise<Places> | undefined;
    this.places = isAtOnce ? () => (known ??= placesOf(options, files)) : undefined;
  }

  /**
   * The same gate for one judgement of many paths, in which each file is looked at once. It approves nothing that this one knows.
   * @param kept as in `rememberingFiles`
   */
  atOnce(kept?: KeptContents<Uint8Array | undefined>): PathGate {
    return new PathGate(rememberingFiles(this.files, kept), this.options, true);
  }

  /** Never rejects for what a model sends: an impossible path is denied. */
  async decide(request: GateRequest): Promise<GateAnswer> {
    const one = await this.judge(request.operation, request.path);
    const other = request.to === undefined ? undefined : await this.judge('rename', request.to, true);
    const opinions: Opinion[] = [...one.opinions, ...(other?.opinions ?? [])];
    if (!this.options.trusted) {
      opinions.push({ decision: 'deny', reason: 'the folder is not trusted' });
    }
    if (request.operation === 'rename') {
      if (other === undefined) {
        opinions.push({ decision: 'deny', reason: 'no new path' });
      }
      if (one.root !== other?.root) {
        opinions.push({ decision: 'ask_always', reason: 'moves between folders of the workspace or out of them' });
      }
    }
    if (request.content !== undefined && request.operation === 'write') {
      opinions.push(...judgeContent(request.content, request.before));
    }
    const { decision, reasons, told } = strictest(opinions);
    const answer = Object.freeze({
      decision,
      reasons: Object.freeze(reasons),
      told: Object.freeze(told),
      request: Object.freeze({ ...request }),
      resolved: one.resolved === undefined ? undefined : this.shown(one.resolved.path),
      resolvedTo: other?.resolved === undefined ? undefined : this.shown(other.resolved.path),
    });
    this.answers.add(answer);
    return answer;
  }

  /**
   * The record of what may be done. Undefined when the answer is not this gate's own, denies, or asks for a consent that was not given.
   * @param consented the person, or a rule that they set, has said yes to exactly this answer
   * @param bytes what is to be written
   * @param seen the file that the change was made for and shown with, as a SHA-256; without it, the file as it is now
   */
  async approve(
    answer: GateAnswer,
    consented: boolean,
    bytes?: Uint8Array,
    seen?: { readonly sha256: string | undefined },
  ): Promise<ApprovedOperation | undefined> {
    const { decision, request, resolved, resolvedTo } = answer;
    if (
      !this.answers.has(answer) ||
      decision === 'deny' ||
      resolved === undefined ||
      (decision !== 'allow' && !consented)
    ) {
      return undefined;
    }
    const record: ApprovedOperation = Object.freeze({
      operation: request.operation,
      realPath: resolved,
      realTarget: resolvedTo,
      sha256Before: seen === undefined ? await this.hashOf(resolved) : seen.sha256,
      bytes: bytes?.slice(),
    });
    this.approved.set(record, { answer, sha256Bytes: bytes === undefined ? undefined : sha256(bytes) });
    return record;
  }

  /**
   * Right before it is done: is it still this gate's record, does the path still lead to the same place, is the file still the same, are
   * the bytes? Undefined = yes; otherwise what has changed.
   */
  async recheck(record: ApprovedOperation): Promise<ToldReason | undefined> {
    const known = this.approved.get(record);
    if (known === undefined) {
      return { reason: 'this was never approved' };
    }
    if ((record.bytes === undefined ? undefined : sha256(record.bytes)) !== known.sha256Bytes) {
      return { reason: 'the bytes to be written are not the approved ones' };
    }
    const now = await this.decide(known.answer.request);
    if (now.decision === 'deny') {
      return now.told[0] ?? { reason: 'something has changed: this has to be asked again' };
    }
    if (now.resolved !== record.realPath || now.resolvedTo !== record.realTarget) {
      return { reason: 'the path leads elsewhere now' };
    }
    if (decisions.indexOf(now.decision) > decisions.indexOf(known.answer.decision)) {
      return { reason: 'something has changed: this has to be asked again' };
    }
    return (await this.hashOf(record.realPath)) === record.sha256Before
      ? undefined
      : { reason: 'the file has changed since' };
  }

  private async hashOf(path: string): Promise<string | undefined> {
    const bytes = await this.files.read(this.options.platform.system === 'win32' ? path.replaceAll('\\', '/') : path);
    return bytes === undefined ? undefined : sha256(bytes);
  }

  private shown(path: AbsolutePath): string {
    const joined = joinPath(path);
    return this.options.platform.system === 'win32' ? joined.replaceAll('/', '\\') : joined;
  }

  private async judge(operation: Operation, path: string, isTarget = false): Promise<Judged> {
    const { files } = this;
    const { platform, isDirty } = this.options;
    const opinions = judgeText(path, platform);
    // A path that the system would cut or misread is not even looked at.
    if (opinions.some(({ decision }) => decision === 'deny')) {
      return { opinions };
    }
    const places = await (this.places?.() ?? placesOf(this.options, files));
    const { folders, homes } = places;
    const { named, ambiguous } = await absolutePath(path, folders, files, platform);
    if (named === undefined) {
      return { opinions: [...opinions, { decision: 'deny', reason: 'no folder is open' }] };
    }
    if (ambiguous) {
      opinions.push({ decision: 'ask_always', reason: 'several folders of the workspace could be meant' });
    }
    const followLast = operation !== 'delete' && operation !== 'rename';
    const resolved = await resolvePath(named, files, platform, followLast);
    if (resolved === undefined) {
      opinions.push({ decision: 'deny', reason: 'a link that leads in a circle, or a folder that is a file' });
      return { opinions };
    }
    const root = folders
      .map(({ real }) => real)
      .filter((real) => isWithin(resolved.path, real, platform))
      .sort((one, other) => other.segments.length - one.segments.length)[0];
    if (root === undefined) {
      const reason = resolved.throughLink ? 'outside the workspace (through a link)' : 'outside the workspace';
      opinions.push({ decision: operation === 'cwd' ? 'deny' : 'ask_always', reason });
    }
    const keptFolders = [...folders.flatMap(({ opened, real }) => [opened, real]), ...homes];
    const found = await Promise.all([
      this.judgeNames(operation, named, resolved, places),
      judgeFacts(operation, resolved, { files, platform, keptFolders, isDirty, isTarget }),
    ]);
    opinions.push(...found.flat());
    if (root !== undefined && opinions.length > 0 && isElsewhere(named, resolved, folders, platform)) {
      // Whoever is asked should know that the name is not where it leads.
      opinions.push({ decision: 'allow', reason: 'a link that leads to {0}', detail: this.shown(resolved.path) });
    }
    return { opinions, resolved, root: root === undefined ? undefined : joinPath(root) };
  }

  /** Both the path as it was named and the one that it leads to must be harmless. */
  private async judgeNames(
    operation: Operation,
    named: AbsolutePath,
    resolved: ResolvedPath,
    { folders, homes, own, gitData }: Places,
  ): Promise<Opinion[]> {
    const { platform, isIgnored } = this.options;
    const end = resolved.facts?.kind === 'directory' && resolved.path.segments.length > 0 ? '/' : '';
    const opened = folders.flatMap((folder) => [folder.real, folder.opened]);
    const opinions: Opinion[] = [];
    for (const path of [{ ...named, segments: withoutParents(named.segments) }, resolved.path]) {
      const segmentsBelow = (candidates: readonly AbsolutePath[]): readonly string[] | undefined => {
        const folder = candidates
          .filter((candidate) => isWithin(path, candidate, platform))
          .sort((one, other) => other.segments.length - one.segments.length)[0];
        return folder === undefined ? undefined : path.segments.slice(folder.segments.length);
      };
      opinions.push(
        ...judgeProtected(operation, {
          belowHome: segmentsBelow(homes),
          belowRoot: segmentsBelow(opened),
          segments: path.segments,
          fromSlash: path.root === '/' && platform.system !== 'win32',
        }),
      );
      if (own.some((folder) => isWithin(path, folder, platform))) {
        opinions.push({ decision: 'deny', reason: 'GLM Tandem’s own data' });
      }
      if (operation !== 'cwd' && (await isIgnored(joinPath(path) + end, this.files))) {
        opinions.push({ decision: 'deny', reason: 'kept from models by an ignore file' });
      }
    }
    if (gitData.some((folder) => isWithin(resolved.path, folder, platform))) {
      opinions.push({ decision: isChange(operation) ? 'deny' : 'ask_always', reason: 'git’s own data' });
    }
    return opinions;
  }
}

/** Where the folders lie that decide about every path. */
interface Places {
  readonly folders: readonly WorkspaceFolder[];
  readonly homes: readonly AbsolutePath[];
  readonly own: readonly AbsolutePath[];
  readonly gitData: readonly AbsolutePath[];
}

async function placesOf({ roots, platform, ownFolders }: GateOptions, files: Files): Promise<Places> {
  const opened = workspaceFolders(roots, files, platform);
  const [folders, homes, own, gitData] = await Promise.all([
    opened,
    bothSpellings([platform.home], files, platform),
    bothSpellings(ownFolders, files, platform),
    opened.then((found) => gitDataFolders(found, files, platform)),
  ]);
  return { folders, homes, own, gitData };
}

interface Judged {
  readonly opinions: Opinion[];
  readonly resolved?: ResolvedPath;
  /** Real path of the workspace folder that it lies in; undefined = in none. */
  readonly root?: string | undefined;
}

/** Whether a link below the opened folder was followed: the folder itself may have been opened through one. */
function isElsewhere(
  named: AbsolutePath,
  { path, throughLink }: ResolvedPath,
  folders: readonly WorkspaceFolder[],
  platform: PathPlatform,
): boolean {
  const segments = withoutParents(named.segments);
  const straight = folders.flatMap(({ opened, real }) =>
    isWithin({ ...named, segments }, opened, platform)
      ? [{ root: real.root, segments: [...real.segments, ...segments.slice(opened.segments.length)] }]
      : [],
  );
  return (
    throughLink &&
    ![...straight, { ...named, segments }].some(
      (one) => isWithin(one, path, platform) && one.segments.length === path.segments.length,
    )
  );
}

function withoutParents(segments: readonly string[]): string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') {
      kept.pop();
    } else {
      kept.push(segment);
    }
  }
  return kept;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
