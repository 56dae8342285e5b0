/** The tool with which a model ends its planning: the person reads the plan, changes it, and says in which mode it is carried out. */
import * as z from 'zod';
import { defineTool, type Tool } from '../../tools/Tool';
import { failedResult } from '../../tools/ToolResult';
import { planToolName } from './modes';

export type PlanAnswer =
  | { readonly kind: 'accepted'; readonly plan: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** @param propose shows the plan; rejects with the signal's reason */
export function createPlanTool(propose: (plan: string, signal: AbortSignal) => Promise<PlanAnswer>): Tool {
  return defineTool({
    name: planToolName,
    kind: 'ask',
    description:
      'Show the person your plan. They change it and decide whether it is carried out; nothing can be changed before. Call it once you know enough. Required: plan, numbered steps in Markdown, each with the files it touches.',
    shape: { plan: z.string().min(1).max(50_000) },
    example: { plan: '1. Add `parse` to src/parse.ts\n2. Test it in test/parse.test.ts\n3. Run the tests' },
    targets: () => [],
    execute: async ({ plan }, _approved, { signal }) => {
      const answer = await propose(plan, signal);
      if (answer.kind === 'refused') {
        const why = answer.reason.trim() === '' ? '' : ` They say: ${answer.reason.trim()}`;
        return failedResult(`The person did not accept the plan.${why} Change it and propose it again, or ask them.`);
      }
      const changed = answer.plan.trim() === plan.trim() ? '' : ' They changed it; what follows counts.';
      const text = `The person accepted the plan.${changed} Carry it out now, step by step, and keep to it:\n\n${answer.plan}`;
      return { text, data: { kind: 'none' }, failed: false };
    },
  });
}
