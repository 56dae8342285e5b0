/** `glm-tandem debug path`: a tool and a path a line in, what the gate says of it on this machine's files out. Only looks, never acts. */
import * as z from 'zod';
import type { Operation } from '../../tools/Decision';
import { createPathGate } from '../gates/createPathGate';
import { type DebugFailure, debugFailure, debugId } from './debugParse';

const requestSchema = z.object({
  id: debugId,
  /** Absolute paths. */
  workspaceRoots: z.array(z.string()),
  tool: z.string(),
  path: z.string(),
  /** New path, for tools that move. */
  to: z.string().nullish(),
  /** Text that the tool would write. */
  content: z.string().nullish(),
});

export type DebugPathAnswer = {
  readonly id: z.infer<typeof debugId>;
  readonly decision: string;
  /** The real path; null = it leads nowhere. */
  readonly resolved: string | null;
  readonly resolvedTo?: string;
  readonly reasons: readonly string[];
};

/** Never rejects: a bad request gives an error object with its id. */
export async function debugPath(request: unknown): Promise<DebugPathAnswer | DebugFailure> {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    return debugFailure(request, parsed.error);
  }
  const { id, workspaceRoots, tool, path, to, content } = parsed.data;
  const gate = createPathGate({ roots: workspaceRoots.map((root) => ({ path: root })), trusted: true });
  const { decision, resolved, resolvedTo, reasons } = await gate.decide({
    operation: operationOf(tool),
    path,
    to: to ?? undefined,
    content: content ?? undefined,
  });
  return { id, decision, resolved: resolved ?? null, ...(resolvedTo === undefined ? {} : { resolvedTo }), reasons };
}

/** What a tool does to a path, by its name; one that nobody knows is taken for the one that changes things. */
function operationOf(tool: string): Operation {
  const words: readonly (readonly [RegExp, Operation])[] = [
    [/delete|remove|unlink/, 'delete'],
    [/rename|move/, 'rename'],
    [/^(?:cwd|run|exec|terminal|command|bash|shell)|_(?:command|terminal)$/, 'cwd'],
    [/write|edit|create|patch|replace|insert|apply/, 'write'],
    [/list|^ls$/, 'list'],
    [/search|grep|glob|find/, 'search'],
    [/read|view|open|cat$/, 'read'],
  ];
  return words.find(([word]) => word.test(tool.toLowerCase()))?.[1] ?? 'write';
}
