/**
 * A refactoring in the person's words becomes steps: what the language server can do at this place, chosen by the model from a list, and
 * text edits for what it cannot. The answer is one JSON object, so that every model can give it.
 */
import * as z from 'zod';
import { toLineFeeds } from '../base/text';
import { editFileSchema } from '../edits/formats/editFile';
import { type EditFailure, failure } from '../edits/RequestedEdit';
import type { ChatMessage } from '../glm/Model';
import { FenceReader } from '../inlineEdit/FenceReader';
import { fenceFor } from '../inlineEdit/prompt';

/** What the language server offers at the place. */
export interface LanguageActions {
  /** The symbol that can be renamed everywhere; undefined = none. */
  readonly symbol: string | undefined;
  /** Titles of code actions, in the order in which they are numbered from 1. */
  readonly actions: readonly string[];
  /** Whether the imports of this file are understood, so that it can be moved. */
  readonly canMove: boolean;
}

export interface RefactoringRequest {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Whole lines, 0-based, `end` excluded. */
  readonly selection: { readonly start: number; readonly end: number };
  readonly instruction: string;
  readonly offered: LanguageActions;
}

const stepSchema = z.union([
  z.object({ rename: z.string().min(1).max(200) }),
  z.object({ action: z.coerce.number().int().positive() }),
  z.object({ move: z.string().min(1).max(500) }),
  z.object({ edit: editFileSchema }),
]);
const planSchema = z.object({ steps: z.array(stepSchema).min(1).max(50) });
export type RefactoringStep = z.infer<typeof stepSchema>;

export type RefactoringPlan = { readonly kind: 'planned'; readonly steps: readonly RefactoringStep[] } | EditFailure;

const system = [
  'You plan a refactoring. Where the language server can do a step, choose it: it finds every use. Write text edits only for what it cannot do.',
  'Answer with one fenced JSON object: {"steps": [...]}. A step is one of',
  '{"rename": "newName"} – renames the symbol everywhere,',
  '{"action": number} – does one of the numbered actions,',
  '{"move": "new/path.ts"} – moves this file to another path, with the imports of all files that use it,',
  '{"edit": {"path": "file", "edits": [{"search": "text that stands in the file once", "replace": "new text"}]}}.',
  'All steps are made on the files as they are now. Do not explain.',
].join('\n');

export function refactoringMessages(request: RefactoringRequest): ChatMessage[] {
  const { path, languageId, text, selection, instruction, offered } = request;
  const fence = fenceFor(text);
  const lines = toLineFeeds(text).split('\n');
  const can = [
    ...(offered.symbol === undefined ? [] : [`- rename: the symbol “${offered.symbol}”`]),
    ...(offered.canMove ? ['- move: this file'] : []),
    ...offered.actions.map((title, index) => `- action ${index + 1}: ${title}`),
  ];
  return [
    { role: 'system', content: system },
    {
      role: 'user',
      content: [
        `File: ${path}`,
        `${fence}${languageId}\n${lines.join('\n')}\n${fence}`,
        `Selected: lines ${selection.start + 1} to ${selection.end}`,
        `The language server can do here:\n${can.length === 0 ? '- nothing' : can.join('\n')}`,
        `What to do: ${instruction}`,
      ].join('\n\n'),
    },
  ];
}

export function readPlan(said: string, offered: LanguageActions): RefactoringPlan {
  const fence = new FenceReader();
  fence.push(said);
  const end = fence.finish();
  if (end === 'open') {
    return failure('truncated', 'The answer stops in the middle.');
  }
  const parsed = planSchema.safeParse(parseJson(end === 'closed' ? fence.lines.join('\n') : said));
  if (!parsed.success) {
    return failure('bad_format', 'Answer with one fenced JSON object {"steps": [...]}.');
  }
  for (const step of parsed.data.steps) {
    if ('rename' in step && offered.symbol === undefined) {
      return failure('refused', 'There is no symbol to rename at this place. Choose another step.');
    }
    if ('move' in step && !offered.canMove) {
      return failure(
        'refused',
        'Imports of this kind of file are not understood, so it cannot be moved. Choose another step.',
      );
    }
    if ('action' in step && step.action > offered.actions.length) {
      return failure('refused', `There is no action ${step.action}. Choose one of the list.`);
    }
  }
  return { kind: 'planned', steps: parsed.data.steps };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
