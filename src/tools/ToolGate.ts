/**
 * The one gate in front of every tool. A call says what it would touch; each of those is judged; what was approved becomes a record that
 * works once, and only this gate executes calls. What a model says about itself counts for nothing, and whoever approves approves a hash:
 * the same words for another content are asked again.
 */
import { createHash } from 'node:crypto';
import type { ToldReason } from '../base/gateReasons';
import { canonicalJson } from '../base/json';
import type { AddressJudgement, ApprovedAddress } from './addresses/AddressJudgement';
import type { CommandJudgement } from './commands/CommandJudgement';
import { type Decision, decisions, type Opinion, strictest } from './Decision';
import type { ApprovedOperation, GateAnswer, PathGate } from './gate/PathGate';
import { hasHiddenCharacters } from './gate/pathText';
import type { SeenFiles } from './SeenFiles';
import type { ApprovedTarget, Target, ToolCall, ToolProgress } from './Tool';
import type { ToolHost } from './ToolHost';
import { failedResult, type ToolResult } from './ToolResult';

export interface ToolGateOptions {
  /** False = an untrusted folder: no tool runs, whatever it would touch. */
  readonly trusted: () => boolean;
  /** The gate for paths as the workspace is now. */
  readonly paths: () => PathGate;
  /** @param cwd real path of the folder to start in */
  readonly judgeCommand: (command: string, cwd: string) => Promise<CommandJudgement>;
  readonly judgeAddress: (url: string) => AddressJudgement;
  /**
   * SHA-256 of a file that a command runs, hexadecimal; undefined = there is none, `unreadable` = what is there has no content that could be
   * told. `path` as in the command, `cwd` real.
   */
  readonly hashOf: (path: string, cwd: string) => Promise<string | undefined>;
}

export const unreadable = 'unreadable';

export type JudgedTarget =
  | { readonly kind: 'path'; readonly target: Extract<Target, { kind: 'path' }>; readonly answer: GateAnswer }
  | {
      readonly kind: 'command';
      readonly target: Extract<Target, { kind: 'command' }>;
      readonly judgement: CommandJudgement;
      /** The files that it runs, each with its hash as of `hashOf`. */
      readonly files: readonly (readonly [string, string | undefined])[];
      /** Of the folder to start in. */
      readonly cwd: GateAnswer;
    }
  | {
      readonly kind: 'address';
      readonly target: Extract<Target, { kind: 'address' }>;
      readonly judgement: AddressJudgement;
    }
  | { readonly kind: 'program'; readonly target: Extract<Target, { kind: 'program' }>; readonly judgement: Judgement };

export interface CallDecision {
  readonly call: ToolCall;
  /**
   * What stands between the call and its execution. What only a review will do (`reviewed` targets) counts here when it is denied, and
   * otherwise when the review has its turn.
   */
  readonly decision: Decision;
  readonly reasons: readonly string[];
  readonly told: readonly ToldReason[];
  readonly targets: readonly JudgedTarget[];
  /**
   * Stands for exactly this: tool, arguments, resolved targets, and what the judgement of a command depended on: what is said of it, the
   * content of files that it would run, settings. What a person allows for a session is remembered under it, and only for `ask`.
   */
  readonly hash: string;
}

/** A call that may be executed, once. Only the gate that made it takes it. */
export interface ApprovedCall {
  readonly call: ToolCall;
  readonly targets: readonly ApprovedTarget[];
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: (event: ToolProgress) => void;
  /** Of the conversation that the call belongs to. */
  readonly seen: SeenFiles;
  /** Asks the person about the address of a redirect; undefined in the options = the answer is no. */
  readonly askAddress?: ((judgement: AddressJudgement) => Promise<boolean>) | undefined;
}

export class ToolGate {
  readonly #host: ToolHost;
  readonly #options: ToolGateOptions;
  readonly #decided = new WeakSet<CallDecision>();
  readonly #approved = new WeakMap<ApprovedCall, { readonly decision: CallDecision; readonly gate: PathGate }>();

  constructor(host: ToolHost, options: ToolGateOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Gives a failed result where the call cannot be meant, without anything having been touched but what the gate allows to look at. */
  async decide(call: ToolCall, signal: AbortSignal): Promise<CallDecision | ToolResult> {
    const targets = await call.targets(this.#host, signal);
    if ('failed' in targets) {
      return targets;
    }
    const gate = this.#options.paths();
    const judged: JudgedTarget[] = [];
    for (const target of targets) {
      judged.push(await this.#judge(gate, target));
    }
    const judgements = judged.flatMap(judgementsOf);
    if (!this.#options.trusted()) {
      judgements.push({ decision: 'deny', told: [{ reason: 'the folder is not trusted' }] });
    }
    const decision: CallDecision = Object.freeze({
      call,
      ...together(judgements),
      targets: Object.freeze(judged),
      hash: await this.#hash(call, judged),
    });
    this.#decided.add(decision);
    return decision;
  }

  /**
   * The record of what may be done. Undefined when the decision is not this gate's own, denies, or asks for a consent that was not given.
   * @param consented the person, or a rule that they set, has said yes to exactly this decision
   */
  async approve(decision: CallDecision, consented: boolean): Promise<ApprovedCall | undefined> {
    if (
      !this.#decided.has(decision) ||
      !this.#options.trusted() ||
      decision.decision === 'deny' ||
      (decision.decision !== 'allow' && !consented)
    ) {
      return undefined;
    }
    // The answers are those of the gate that gave them; this one judges the same words again and must come to the same.
    const gate = this.#options.paths();
    const targets: ApprovedTarget[] = [];
    for (const judged of decision.targets) {
      const target = await this.#approveTarget(gate, judged);
      if (target === undefined) {
        return undefined;
      }
      targets.push(target);
    }
    const approved: ApprovedCall = Object.freeze({ call: decision.call, targets: Object.freeze(targets) });
    this.#approved.set(approved, { decision, gate });
    return approved;
  }

  /** Executes an approved call, looked at once more. Never rejects but with the signal's reason. */
  async run(approved: ApprovedCall, { signal, progress, seen, askAddress }: RunOptions): Promise<ToolResult> {
    signal.throwIfAborted();
    const known = this.#approved.get(approved);
    this.#approved.delete(approved);
    if (known === undefined) {
      return failedResult('This call was not approved, so it was not run.');
    }
    if (!this.#options.trusted()) {
      return failedResult('Not run: the folder is not trusted.');
    }
    const { decision, gate } = known;
    for (const target of approved.targets) {
      const problem = target.kind === 'path' ? await gate.recheck(target.record) : undefined;
      if (problem !== undefined) {
        return failedResult(`Not run: ${problem.reason}. Look again and send the call anew.`);
      }
    }
    const targets: JudgedTarget[] = [];
    for (const judged of decision.targets) {
      targets.push(judged.kind === 'command' ? await this.#judge(gate, judged.target) : judged);
    }
    if ((await this.#hash(decision.call, targets)) !== decision.hash) {
      return failedResult(
        'Not run: what the command runs or depends on (a file, a setting, where a path leads) has changed since it was approved. Send the call anew.',
      );
    }
    signal.throwIfAborted();
    return approved.call.execute(approved.targets, {
      host: this.#host,
      signal,
      progress,
      seen,
      allowed: (paths) => this.#allowed(paths),
      allowAddress: (url) => this.#allowAddress(url, askAddress),
    });
  }

  /** Where a path leads now, whether it may be touched or not; undefined = nowhere. */
  async realPath(path: string): Promise<string | undefined> {
    return (await this.#options.paths().decide({ operation: 'read', path })).resolved;
  }

  async #judge(gate: PathGate, target: Target): Promise<JudgedTarget> {
    switch (target.kind) {
      case 'path': {
        const { operation, path, to, content, before } = target;
        return { kind: 'path', target, answer: await gate.decide({ operation, path, to, content, before }) };
      }
      case 'command': {
        const cwd = await gate.decide({ operation: 'cwd', path: target.cwd });
        const folder = cwd.resolved ?? target.cwd;
        const judgement = await this.#options.judgeCommand(target.command, folder);
        const hashes = (paths: readonly string[]) =>
          Promise.all(paths.map(async (path) => [path, await this.#options.hashOf(path, folder)] as const));
        const [files, around] = await Promise.all([hashes(judgement.runs), hashes(filesAround(judgement, folder))]);
        const there = around.filter(([, hash]) => hash !== undefined);
        return {
          ...{ kind: 'command', target, cwd },
          ...{ judgement: boundTo(files, judgement), files: [...files, ...there] },
        };
      }
      case 'address':
        return { kind: 'address', target, judgement: this.#options.judgeAddress(target.url) };
      case 'program':
        return { kind: 'program', target, judgement: judgeProgram(target.code) };
    }
  }

  async #approveTarget(gate: PathGate, judged: JudgedTarget): Promise<ApprovedTarget | undefined> {
    switch (judged.kind) {
      case 'path': {
        const record = await recordFor(gate, judged.answer);
        return record && { kind: 'path', record };
      }
      case 'command': {
        const { command, timeout } = judged.target;
        const cwd = await recordFor(gate, judged.cwd);
        return cwd && { kind: 'command', command: Object.freeze({ command, timeout, cwd: cwd.realPath }) };
      }
      case 'address': {
        const { url } = judged.judgement;
        return url === undefined ? undefined : { kind: 'address', address: Object.freeze({ url }) };
      }
      case 'program':
        return { kind: 'program', program: Object.freeze({ code: judged.target.code }) };
    }
  }

  async #hash(call: ToolCall, judged: readonly JudgedTarget[]): Promise<string> {
    const targets: unknown[] = [];
    for (const one of judged) {
      if (one.kind === 'path') {
        const { resolved, resolvedTo, decision, told } = one.answer;
        targets.push([one.target.operation, resolved, resolvedTo, decision, told]);
      } else if (one.kind === 'address') {
        targets.push([one.judgement.url, one.judgement.decision]);
      } else if (one.kind === 'program') {
        targets.push(one.target.code);
      } else {
        const cwd = one.cwd.resolved ?? one.target.cwd;
        const { decision, told, settings } = one.judgement;
        targets.push([one.target.command, cwd, one.cwd.decision, decision, told, settings, one.files]);
      }
    }
    const text = canonicalJson([call.tool.name, call.arguments, targets]);
    return createHash('sha256').update(text).digest('hex');
  }

  async #allowed(paths: readonly string[]): Promise<readonly ApprovedOperation[]> {
    const gate = this.#options.paths();
    const records: ApprovedOperation[] = [];
    for (const path of new Set(paths)) {
      const answer = await gate.decide({ operation: 'read', path });
      const record =
        answer.decision === 'allow' ? await gate.approve(answer, false, undefined, { sha256: undefined }) : undefined;
      if (record !== undefined) {
        records.push(record);
      }
    }
    return records;
  }

  async #allowAddress(
    url: string,
    ask: ((judgement: AddressJudgement) => Promise<boolean>) | undefined,
  ): Promise<ApprovedAddress | undefined> {
    const judgement = this.#options.judgeAddress(url);
    if (judgement.url === undefined || judgement.decision === 'deny') {
      return undefined;
    }
    const may = judgement.decision === 'allow' || (await ask?.(judgement)) === true;
    return may ? Object.freeze({ url: judgement.url }) : undefined;
  }
}

/** What counts of a judged target before the call runs. */
function judgementsOf(judged: JudgedTarget): readonly Judgement[] {
  switch (judged.kind) {
    case 'path':
      return judged.target.reviewed === true && judged.answer.decision !== 'deny' ? [] : [judged.answer];
    case 'command':
      return [judged.judgement, judged.cwd];
    case 'address':
    case 'program':
      return [judged.judgement];
  }
}

/** Folders around one in which files are looked for. */
const mostLevels = 20;

/**
 * Where a program looks for its project's files when its own folder has none, or has more of them: in each folder around it. Paths from
 * `folder`, as in the command's `runs`.
 */
function filesAround({ runs, named = [] }: CommandJudgement, folder: string): readonly string[] {
  const isOwn = (path: string): boolean => !/^[/~]|^[A-Za-z]:[\\/]/.test(path) && !named.includes(path);
  return [...new Set(runs.filter(isOwn))].flatMap((path) => {
    const at = path.lastIndexOf('/') + 1;
    const levels = `${folder}/${path}`.split(/[\\/]+/).length - 2;
    const up = Array.from({ length: Math.max(0, Math.min(levels, mostLevels)) }, (_, index) => '../'.repeat(index + 1));
    return up.map((way) => path.slice(0, at) + way + path.slice(at));
  });
}

/** An approval that is remembered holds for the content of what runs: where that cannot be told, none is remembered. */
function boundTo(files: readonly (readonly [string, string | undefined])[], judgement: CommandJudgement) {
  const loose = files.filter(
    ([path, hash]) => hash === unreadable || (hash === undefined && judgement.named?.includes(path) === true),
  );
  const told = loose.map(
    ([detail]): ToldReason => ({ reason: 'the file that it runs is not there or cannot be read: {0}', detail }),
  );
  return loose.length === 0 ? judgement : { ...judgement, ...together([judgement, { decision: 'ask_always', told }]) };
}

/** A program reaches nothing from its sandbox; but what a person is to read must be what they see. */
function judgeProgram(code: string): Judgement {
  return hasHiddenCharacters(code)
    ? { decision: 'ask_always', told: [{ reason: 'the text has invisible or direction-changing characters' }] }
    : { decision: 'allow', told: [] };
}

interface Judgement {
  readonly decision: Decision;
  readonly told: readonly ToldReason[];
}

function together(judgements: readonly Judgement[]): ReturnType<typeof strictest> {
  const rank = Math.max(0, ...judgements.map(({ decision }) => decisions.indexOf(decision)));
  const opinions: Opinion[] = judgements.flatMap(({ decision, told }) => told.map((one) => ({ ...one, decision })));
  return { ...strictest(opinions), decision: decisions[rank] ?? 'deny' };
}

/** The same words judged by the gate of now must lead to the same place and be no worse. */
async function recordFor(gate: PathGate, answer: GateAnswer): Promise<ApprovedOperation | undefined> {
  const now = await gate.decide(answer.request);
  const same = now.resolved === answer.resolved && now.resolvedTo === answer.resolvedTo;
  return same && now.decision === answer.decision ? gate.approve(now, true) : undefined;
}
