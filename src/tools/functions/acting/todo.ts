import * as z from 'zod';
import { defineTool } from '../../Tool';

export const todo = defineTool({
  name: 'todo',
  kind: 'ask',
  description:
    'Shows the person the steps of a longer task and how far you are. Required: items, the whole list each time, with text and state (open, doing, done). One step is doing at a time.',
  shape: {
    items: z.array(z.object({ text: z.string().min(1).max(500), state: z.enum(['open', 'doing', 'done']) })).max(50),
  },
  example: {
    items: [
      { text: 'Read the parser', state: 'done' },
      { text: 'Add the option', state: 'doing' },
    ],
  },
  targets: () => [],
  async execute({ items }, _, { host }) {
    host.todo.set(items);
    const open = items.filter(({ state }) => state !== 'done').length;
    return {
      text: `The list is shown; ${open} of ${items.length} steps are open.`,
      data: { kind: 'todo', items },
      failed: false,
    };
  },
});
