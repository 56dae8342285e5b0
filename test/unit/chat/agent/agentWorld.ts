/**
 * A model's call on its whole way in memory: files, gates, mode, rules, a person, and tools that only write down that they ran. Whoever
 * tests attacks asks this what was done.
 */
import * as z from 'zod';
import type { JsonObject } from '../../../../src/base/json';
import type { CallOutcome } from '../../../../src/chat/agent/AgentTurn';
import type { ApprovalRequest, DeskAnswer } from '../../../../src/chat/agent/approvals/deskRequests';
import { PersonDesk } from '../../../../src/chat/agent/approvals/PersonDesk';
import { EditToolChoice } from '../../../../src/chat/agent/EditToolChoice';
import { type AgentMode, isOffered, type ToolRules } from '../../../../src/chat/agent/modes';
import { ToolCallRunner } from '../../../../src/chat/agent/ToolCallRunner';
import type { AddressJudgement } from '../../../../src/tools/addresses/AddressJudgement';
import type { CommandJudgement } from '../../../../src/tools/commands/CommandJudgement';
import { operations } from '../../../../src/tools/Decision';
import type { GateOptions } from '../../../../src/tools/gate/PathGate';
import { SeenFiles } from '../../../../src/tools/SeenFiles';
import { defineTool, type Tool, type ToolKind } from '../../../../src/tools/Tool';
import { ToolGate } from '../../../../src/tools/ToolGate';
import type { ToolHost } from '../../../../src/tools/ToolHost';
import { World } from '../../tools/changes/world';

export interface AgentWorldOptions {
  readonly mode: AgentMode;
  readonly rules?: ToolRules;
  readonly trusted?: boolean;
  readonly tree?: Readonly<Record<string, string>>;
  readonly gate?: Partial<GateOptions>;
  readonly judgeCommand?: (command: string) => Promise<CommandJudgement>;
  readonly judgeAddress?: (url: string) => AddressJudgement;
  /** What the person says; 'silent' = they are not there. */
  readonly person?: (request: ApprovalRequest) => DeskAnswer | 'silent';
}

/** Everything that says yes. */
export const allowEverything: ToolRules = { touch: 'allow', command: 'allow', address: 'allow' };

export class AgentWorld {
  readonly files: World;
  /** What ran. */
  readonly ran: string[] = [];
  /** What commands that ran would be stopped by. */
  readonly signals: AbortSignal[] = [];
  readonly asked: ApprovalRequest[] = [];
  readonly allowed = new Set<string>();
  readonly desk: PersonDesk;
  mode: AgentMode;
  trusted: boolean;
  rules: ToolRules;
  /** Milliseconds. */
  time = 0;
  readonly #options: AgentWorldOptions;
  readonly #runner: ToolCallRunner;
  #ids = 0;

  constructor(options: AgentWorldOptions) {
    this.#options = options;
    this.mode = options.mode;
    this.trusted = options.trusted ?? true;
    this.rules = options.rules ?? {};
    this.files = new World(options.tree ?? {}, options.gate ?? {});
    this.desk = new PersonDesk({ now: () => this.time }, () => queueMicrotask(() => this.#answer()));
    const gate = new ToolGate({} as ToolHost, {
      trusted: () => this.trusted,
      paths: () => this.files.gate(),
      judgeCommand: options.judgeCommand ?? (async (command) => judged(command)),
      judgeAddress: options.judgeAddress ?? address,
      // Scripts of which a test says nothing are there.
      hashOf: async (path) => (await this.files.text(`/w/${path}`)) ?? 'there',
    });
    const tools = this.#tools();
    this.#runner = new ToolCallRunner({
      ...{ gate, desk: this.desk, allowed: this.allowed, seen: new SeenFiles() },
      tools: () => tools.filter(({ kind, name }) => isOffered(this.mode, kind, name)),
      mode: () => this.mode,
      rules: () => this.rules,
      newProblems: async () => '',
      createId: () => `r${this.#ids++}`,
    });
  }

  call(name: string, values: JsonObject, signal = new AbortController().signal): Promise<CallOutcome> {
    const call = { id: `c${this.#ids++}`, round: 0, name, arguments: JSON.stringify(values) };
    return this.#runner.run(call, values, { onState: () => {}, onOutput: () => {} }, signal);
  }

  #answer(): void {
    const request = this.desk.current;
    if (request?.kind !== 'approval' || this.asked.includes(request)) {
      return;
    }
    this.asked.push(request);
    const answer = this.#options.person?.(request) ?? { kind: 'deny', reason: '' };
    if (answer !== 'silent') {
      this.time += 1000;
      this.desk.answer(request.id, request.hash, answer);
    }
  }

  #tools(): readonly Tool[] {
    const ran = (what: string) => {
      this.ran.push(what);
      return { text: what, data: { kind: 'none' }, failed: false } as const;
    };
    const shape = {
      operation: z.enum(operations),
      path: z.string(),
      content: z.string().optional(),
      to: z.string().optional(),
    };
    const touching = (name: string, kind: ToolKind): Tool =>
      defineTool({
        ...{ name, kind, description: '', shape, example: { operation: 'read', path: 'a' } },
        targets: (target) => [{ kind: 'path', ...target }],
        execute: async ({ operation, path }) => ran(`${operation} ${path}`),
      });
    return [
      touching('look', 'read'),
      touching('touch', 'edit'),
      defineTool({
        ...{ name: 'command', kind: 'run', description: '', example: { command: 'ls' } },
        shape: { command: z.string() },
        targets: ({ command }) => [{ kind: 'command', command, cwd: '.', timeout: 1000 }],
        execute: async ({ command }, _, { signal }) => {
          this.signals.push(signal);
          return {
            ...ran(command),
            data: { kind: 'command', command, exitCode: 1, end: 'exited', output: '2 failed', duration: 1 },
          };
        },
      }),
      defineTool({
        ...{ name: 'address', kind: 'fetch', description: '', example: { url: 'https://a.example' } },
        shape: { url: z.string() },
        targets: ({ url }) => [{ kind: 'address', url }],
        execute: async ({ url }) => ran(url),
      }),
    ];
  }
}

/** A choice of tools that learns nothing. */
export function noChoice(): EditToolChoice {
  return new EditToolChoice({ get: () => ({}), set: () => {} });
}

function judged(command: string): CommandJudgement {
  const decision = command.startsWith('rm') ? 'deny' : command.includes(';') ? 'ask_always' : 'ask';
  const parts = command.split(/;|&&/).map((text) => ({ text: text.trim(), decision, told: [] }) as const);
  const runs = command === 'npm test' ? ['package.json'] : [];
  return { command, decision, reasons: [], told: [], parts, runs, settings: [] };
}

function address(url: string): AddressJudgement {
  const decision = /^https:\/\/[a-z.]+\.example\b/.test(url) ? 'ask' : 'deny';
  return { url, decision, reasons: [], told: [], shown: decodeURIComponent(url) };
}
