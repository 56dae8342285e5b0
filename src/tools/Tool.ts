/**
 * What a tool is. A tool reads a model's arguments into a call, says what the call would touch, and does it once the gate has approved
 * exactly that. There is no other way to run one: `ToolGate` alone executes.
 */
import * as z from 'zod';
import type { JsonObject } from '../base/json';
import type { ApprovedAddress } from './addresses/AddressJudgement';
import type { ApprovedCommand } from './commands/CommandJudgement';
import type { Operation } from './Decision';
import type { ApprovedOperation } from './gate/PathGate';
import type { SeenFiles } from './SeenFiles';
import type { ApprovedProgram, ToolHost } from './ToolHost';
import type { ToolResult } from './ToolResult';

/**
 * `read`: looks only; several may run side by side. `compute`: runs a program in a sandbox, which holds nothing of the machine. `ask`: shows
 * the person something or asks them; touches nothing.
 */
export type ToolKind = 'read' | 'edit' | 'run' | 'compute' | 'fetch' | 'ask';

/** One thing that a call would do, to be judged before it is done. */
export type Target =
  | {
      readonly kind: 'path';
      readonly operation: Operation;
      /** As the model wrote it. */
      readonly path: string;
      /** New path of a rename. */
      readonly to?: string | undefined;
      readonly content?: string | undefined;
      readonly before?: string | undefined;
      /** The call itself changes nothing here: it makes a proposal, and the review asks before anything is done. */
      readonly reviewed?: boolean | undefined;
    }
  | {
      readonly kind: 'command';
      readonly command: string;
      /** As the model wrote it; '.' = the workspace folder. */
      readonly cwd: string;
      /** Milliseconds. */
      readonly timeout: number;
    }
  | { readonly kind: 'address'; readonly url: string }
  /** Of the model, for the sandbox only. */
  | { readonly kind: 'program'; readonly code: string };

/** A target that the gate approved; in the order of the call's targets. */
export type ApprovedTarget =
  | { readonly kind: 'path'; readonly record: ApprovedOperation }
  | { readonly kind: 'command'; readonly command: ApprovedCommand }
  | { readonly kind: 'address'; readonly address: ApprovedAddress }
  | { readonly kind: 'program'; readonly program: ApprovedProgram };

export type ToolProgress =
  /** What a program writes, as it comes. */
  { readonly kind: 'output'; readonly text: string };

/** Around one execution. */
export interface ToolRun {
  readonly host: ToolHost;
  readonly signal: AbortSignal;
  readonly progress: (event: ToolProgress) => void;
  /** What the model knows of files; a tool that shows or changes one adds it. */
  readonly seen: SeenFiles;
  /** Records for reading files that a call came upon, where the gate allows them without asking; others are left out in silence. */
  readonly allowed: (paths: readonly string[]) => Promise<readonly ApprovedOperation[]>;
  /** Judges the next address of a redirect, and asks the person where that is needed; undefined = no. */
  readonly allowAddress: (url: string) => Promise<ApprovedAddress | undefined>;
}

/** Complete, valid, frozen arguments of one tool. */
export interface ToolCall {
  readonly tool: Tool;
  /** Frozen through and through. */
  readonly arguments: JsonObject;
  /** What it would touch; a failed result = it cannot be done, for a reason that the arguments alone do not tell. */
  targets(host: ToolHost, signal: AbortSignal): Promise<readonly Target[] | ToolResult>;
  /** Called by `ToolGate` only. */
  execute(approved: readonly ApprovedTarget[], run: ToolRun): Promise<ToolResult>;
}

export interface Tool {
  readonly name: string;
  readonly kind: ToolKind;
  /** For the model: short, with an example. */
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  /** Arguments that are right: shown in the description, and what the tests of every tool call it with. */
  readonly example: JsonObject;
  /** @param args a complete value, as it was parsed from JSON */
  read(args: unknown): ToolReading;
}

export type ToolReading =
  | { readonly kind: 'call'; readonly call: ToolCall }
  /** `message` is for the model: what is wrong and what to send. */
  | { readonly kind: 'invalid'; readonly message: string };

/** What models add to persuade a harness, or to explain themselves. It counts for nothing and is dropped. */
const withoutMeaning = new Set([
  ...['approved', 'requires_approval', 'requiresApproval', 'isBackground', 'is_background', 'background', 'sandbox'],
  ...['mode', 'safe', 'is_safe', 'read_only', 'kind', 'risk', 'auto_approve', 'dangerouslyDisableSandbox'],
  ...['explanation', 'reason', 'description', 'goal', 'summary', 'title'],
]);

interface Definition<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: ToolKind;
  readonly description: string;
  readonly shape: Shape;
  readonly example: z.input<z.ZodObject<Shape>>;
  readonly targets: (
    args: z.output<z.ZodObject<Shape>>,
    host: ToolHost,
    signal: AbortSignal,
  ) => readonly Target[] | ToolResult | Promise<readonly Target[] | ToolResult>;
  readonly execute: (
    args: z.output<z.ZodObject<Shape>>,
    approved: readonly ApprovedTarget[],
    run: ToolRun,
  ) => Promise<ToolResult>;
}

/** Makes a tool: the schema is the one source of its types, its checks and what the model is told. */
export function defineTool<Shape extends z.ZodRawShape>(definition: Definition<Shape>): Tool {
  const { name, kind, shape, targets, execute } = definition;
  const schema = z.strictObject(shape);
  const example: JsonObject = deepFreeze(z.record(z.string(), z.unknown()).parse(definition.example));
  const { $schema: _, ...parameters } = z.toJSONSchema(schema, { io: 'input' });
  const tool: Tool = {
    name,
    kind,
    description: `${definition.description} Example: ${JSON.stringify(example)}`,
    parameters,
    example,
    read(args) {
      const parsed = schema.safeParse(withoutNoise(args, shape));
      if (!parsed.success) {
        return { kind: 'invalid', message: describeIssues(name, parsed.error, Object.keys(shape)) };
      }
      const data = deepFreeze(parsed.data);
      const call: ToolCall = {
        tool,
        arguments: z.record(z.string(), z.unknown()).parse(data),
        targets: async (host, signal) => targets(data, host, signal),
        execute: (approved, run) => execute(data, approved, run),
      };
      return { kind: 'call', call: Object.freeze(call) };
    },
  };
  return Object.freeze(tool);
}

function withoutNoise(args: unknown, shape: z.ZodRawShape): unknown {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    return args;
  }
  return Object.fromEntries(
    Object.entries(args).filter(
      ([key, value]) => Object.hasOwn(shape, key) || !(withoutMeaning.has(key) || value === null),
    ),
  );
}

const mostIssues = 5;

function describeIssues(name: string, error: z.ZodError, parameters: readonly string[]): string {
  const issues = error.issues
    .slice(0, mostIssues)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`));
  return `${name} was not run: ${issues.join('; ')}. Its parameters are ${parameters.join(', ')}. Send the call again with valid arguments.`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) {
      deepFreeze(part);
    }
  }
  return value;
}
