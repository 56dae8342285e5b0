/**
 * From a person's words to a proposed change: asks the model in the format that suits it, shows the answer while it streams, and tells the
 * model once what was wrong with it. Nothing half-read comes out.
 */
import * as z from 'zod';
import { estimateTokens } from '../base/estimateTokens';
import { hiddenAsIn, withoutHidden } from '../base/hiddenCharacters';
import { editFileSchema, readEditFile } from '../edits/formats/editFile';
import { readSearchReplaceBlocks } from '../edits/formats/searchReplaceBlocks';
import { type ProposedChange, proposeChanges } from '../edits/proposeChanges';
import { type EditFailure, failure } from '../edits/RequestedEdit';
import type { ToolCall, ToolDefinition } from '../glm/formats/ToolDefinition';
import { isJsonObject } from '../glm/formats/ToolDefinition';
import type { Model, RequestNote } from '../glm/Model';
import { modelTraits } from '../glm/models';
import { FenceReader } from './FenceReader';
import type { AnswerFormat, Conversation, InlineEditRequest } from './InlineEdit';
import { inlineEditMessages } from './prompt';
import { partlyReplaced, replaceSelection } from './replaceSelection';

export interface InlineEditModel {
  readonly model: Model;
  readonly modelId: string;
  /** Of prompt and answer together; undefined = not known. */
  readonly contextTokens: number | undefined;
}

export type InlineEditOutcome = {
  /** For a refinement; ends with the model's answer. */
  readonly conversation: Conversation;
} & ({ readonly kind: 'proposed'; readonly change: ProposedChange } | EditFailure);

export interface InlineEditHost {
  /** Called for every request that is made, the one that mends an answer too. */
  readonly note: () => RequestNote;
  /** The whole file as it would be so far. */
  readonly onProgress: (text: string) => void;
}

const usualContext = 8_192;
const leastAnswer = 512;
/** The answer that did not fit, and one more. */
const mostAnswers = 2;

/** Lines that are selected come back anew; without a selection edits are asked for, as the model can write them. */
export function formatFor(modelId: string, hasSelection: boolean): AnswerFormat {
  const callsTools = ['glm45', 'glm47'].includes(modelTraits(modelId).outputFormat);
  return hasSelection ? 'replacement' : callsTools ? 'edit_file' : 'blocks';
}

/** Rejects with an `AssistantError` when the endpoint fails, and with the signal's reason when it is aborted. */
export async function runInlineEdit(
  request: InlineEditRequest,
  earlier: Conversation,
  { model, modelId, contextTokens = usualContext }: InlineEditModel,
  host: InlineEditHost,
  signal: AbortSignal,
): Promise<InlineEditOutcome> {
  const format = formatFor(modelId, request.selection !== undefined);
  let messages: Conversation =
    earlier.length === 0
      ? inlineEditMessages(request, format, contextTokens / 2)
      : [...earlier, { role: 'user', content: withoutHidden(refinement(request)) }];
  const used = messages.reduce((sum, { content }) => sum + estimateTokens(content ?? ''), 0);
  const maxTokens = Math.max(leastAnswer, Math.floor(contextTokens - used * 1.1));
  for (let answers = 1; ; answers++) {
    const read = await readAnswer(request, format, messages, maxTokens, answers > 1, model, host, signal);
    messages = [...messages, { role: 'assistant', content: read.said }];
    const outcome = read.outcome;
    if (!('code' in outcome) || outcome.code === 'truncated' || answers === mostAnswers) {
      return 'code' in outcome
        ? { ...outcome, conversation: messages }
        : { kind: 'proposed', change: outcome, conversation: messages };
    }
    messages = [...messages, { role: 'user', content: withoutHidden(outcome.message) }];
  }
}

/** A model that broke the file should hear of it before it is asked for more. */
function refinement({ instruction, brokenAt }: InlineEditRequest): string {
  return brokenAt === undefined
    ? instruction
    : `With your edit the file cannot be parsed any more (line ${brokenAt + 1}), and it could before. Mend that too.\n\n${instruction}`;
}

async function readAnswer(
  request: InlineEditRequest,
  format: AnswerFormat,
  messages: Conversation,
  maxTokens: number,
  isSecond: boolean,
  model: Model,
  host: InlineEditHost,
  signal: AbortSignal,
): Promise<{ readonly said: string; readonly outcome: ProposedChange | EditFailure }> {
  const restored = hiddenAsIn(request.text);
  let fence = new FenceReader();
  const calls: ToolCall[] = [];
  let said = '';
  let finish: string | undefined;
  const stream = model.chat(
    {
      messages: [...messages],
      maxTokens,
      temperature: 0.2,
      thinking: false,
      ...(format === 'edit_file' && { tools: [editFileTool] }),
      note: host.note(),
    },
    signal,
  );
  for await (const event of stream) {
    if (event.type === 'text') {
      said += event.text;
      fence.push(event.text);
      if (format === 'replacement' && event.text.includes('\n') && fence.lines.length > 0) {
        host.onProgress(partlyReplaced(request, fence.lines.map(restored)));
      }
    } else if (event.type === 'reclassified') {
      // What came before was reasoning: only this and what follows is the answer.
      said = event.content;
      fence = new FenceReader();
      fence.push(said);
    } else if (event.type === 'toolCall') {
      calls.push(event.call);
    } else if (event.type === 'end') {
      finish = event.finish;
    }
  }
  if (finish === 'length') {
    return {
      said,
      outcome: failure('truncated', 'The answer was cut off in the middle. Select fewer lines, or ask for less.'),
    };
  }
  return {
    said: said === '' ? JSON.stringify(calls) : said,
    outcome: outcomeOf(request, format, said, fence, calls, isSecond),
  };
}

function outcomeOf(
  request: InlineEditRequest,
  format: AnswerFormat,
  said: string,
  fence: FenceReader,
  calls: readonly ToolCall[],
  isSecond: boolean,
): ProposedChange | EditFailure {
  const { path, text } = request;
  if (format === 'replacement') {
    const end = fence.finish();
    if (end !== 'closed') {
      return end === 'open'
        ? failure('truncated', 'The code block in the answer is not closed.')
        : failure('bad_format', 'Answer with one fenced code block that holds the new text of the selected lines.');
    }
    const replaced = replaceSelection(request, fence.lines.map(hiddenAsIn(text)), isSecond);
    return replaced.kind === 'failed'
      ? replaced
      : { path, newPath: undefined, base: text, result: replaced.text, edits: replaced.edits };
  }
  const reading =
    format === 'blocks'
      ? readSearchReplaceBlocks(said, 'aider', path, [path]).reading
      : calls.length === 0
        ? failure('bad_format', 'Call the tool edit_file with the edits.')
        : readCalls(calls);
  if (reading.kind === 'failed') {
    return reading;
  }
  const other = reading.changes.find((change) => change.path !== path);
  if (other !== undefined) {
    return failure('refused', `${other.path}: only ${path} may be changed here.`);
  }
  const proposal = proposeChanges(reading.changes, (asked) => (asked === path ? text : undefined), 'cells');
  return proposal.kind === 'failed'
    ? proposal
    : (proposal.changes[0] ?? failure('bad_format', 'There are no changes in the answer.'));
}

function readCalls(calls: readonly ToolCall[]): ReturnType<typeof readEditFile> {
  const changes = [];
  for (const { arguments: args } of calls) {
    const reading = readEditFile(args);
    if (reading.kind === 'failed') {
      return reading;
    }
    changes.push(...reading.changes);
  }
  return { kind: 'read', changes };
}

const schema: unknown = z.toJSONSchema(editFileSchema, { io: 'input' });
const editFileTool: ToolDefinition = {
  type: 'function',
  function: {
    name: 'edit_file',
    description:
      'Replaces texts in one file. All edits are found in the file as it is now. A search text must stand in it only once; lineHint is the 1-based line where it begins.',
    parameters: isJsonObject(schema) ? schema : {},
  },
};
