/** `glm-tandem ask`: one question to the model, its answer streamed to stdout, its reasoning to stderr. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AssistantError } from '../../base/AssistantError';
import { hiddenCharacters, withoutHidden } from '../../base/hiddenCharacters';
import { languageOfPath } from '../../base/languageOfPath';
import { visibleText } from '../../base/visibleText';
import type { ChatModel } from '../../chat/ChatHost';
import { questionText } from '../../chat/prompt/attachmentText';
import { pageAddress } from '../../chat/prompt/PersonsWeb';
import { faultOfEnd, givenUp } from '../../glm/answer/answerEnd';
import type { AnswerFinish, ChatRequest, EndEvent, Model } from '../../glm/Model';
import type { ConnectedModel } from '../../glm/ModelConnection';
import { createFolderIndexer } from '../context/openFolder';
import { environmentProxy } from '../network';
import { shellTree } from '../syntax/shellTree';
import { systemClock } from '../systemClock';
import { Web } from '../web/Web';
import { type AgentAnswerOptions, answerWithTools } from './askAgent';
import { askMentions, type MentionRefusal } from './askMentions';
import { type CommandIo, exitCode, UsageError } from './CommandIo';
import { connectionFor, endpointChoice, endpointOptions, endpointOptionsHelp, wholeNumber } from './endpointOptions';
import { faultSentence } from './faultSentence';
import { linesOf, sharedInput, textOf } from './linesOf';
import { WaitingLine } from './WaitingLine';
import { WrittenAnswer } from './WrittenAnswer';

export const askUsage = `Usage: glm-tandem ask [QUESTION] [--file F …] [options]

Asks the model one question and prints its answer while it is written. Without QUESTION the question is read from stdin;
with one, what is piped in is left alone. Without --endpoint the embedded engine is started for it.

  --file F                 send this file along; may be given several times
  --allow-url URL          fetch this page for @url:URL without asking; may be given several times
  --agent                  let the model use tools in this folder; you are asked on the terminal, and without one the
                           answer is no
                           In the question, @src/a.ts, @src/, @symbol:Name, @changes, @codebase and @url:ADDRESS take what they
                           name along; a page is fetched after a question.
${endpointOptionsHelp}  --max-tokens N           upper bound of the answer
  --no-thinking            ask a model that thinks first not to
  --quiet                  do not print the model's reasoning
  --json                   print {content, reasoning, finish, usage, ms} at the end, for machines
`;

const tokenLimits = { default: 4096, minimum: 1, maximum: 131_072 } as const;

/** `clock` of the line that tells how long nothing has come. */
export async function runAsk(args: readonly string[], given: CommandIo, clock = systemClock): Promise<number> {
  const waiting = new WaitingLine(given, clock);
  try {
    const { io } = waiting;
    // A question about a page and those about tools are answered on the same terminal.
    return await askOnce(args, io.stdin?.isTerminal === true ? { ...io, stdin: sharedInput(io.stdin) } : io);
  } finally {
    waiting.end();
  }
}

async function askOnce(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    io.stdout.write(askUsage);
    return exitCode.done;
  }
  if (positionals.length > 1) {
    throw wrong('One question is taken; put it in quotes.');
  }
  const choice = endpointChoice(values, io, wrong);
  const maxTokens = wholeNumber(values['max-tokens'], '--max-tokens', tokenLimits, wrong);
  const question = await questionFrom(positionals[0], io);
  const mentioned = await askMentions(question, {
    ...{ folder: io.workingDirectory, signal: io.signal },
    openIndex: () => createFolderIndexer(resolve(__dirname, 'grammars'), io.signal)(io.workingDirectory),
    web: new Web(() => environmentProxy(io.environment)),
    mayFetch: (url) => mayFetch(url, values['allow-url'] ?? [], io),
  });
  if (mentioned.kind === 'refused') {
    const why = refusals(io)[mentioned.why].replace('{0}', () => mentioned.detail ?? '');
    io.stderr.write(`${why} ${visibleText(mentioned.mention)}\n`);
    return exitCode.failed;
  }
  const asked = await withFiles(questionText(question, mentioned.attachments), values.file ?? [], io);
  if (asked === undefined) {
    return exitCode.failed;
  }
  const content = withoutHidden(asked);
  tellHidden(asked, io);
  const tell = (error: AssistantError): void => {
    io.stderr.write(`${faultSentence(error, io.translate)}\n`);
  };
  let paused = false;
  const connection = connectionFor(choice, io, (reason) => {
    // Once is enough: every further pause is for the same reason.
    if (!paused) {
      tell(reason);
    }
    paused = true;
  });
  try {
    const connected = await connection.connect(io.signal);
    const { model } = connected;
    if (values.agent) {
      const files = mentioned.attachments.filter(({ kind }) => kind === 'file').map(({ label }) => label);
      const seen = [...files, ...(values.file ?? [])];
      const options = { ...values, seen, maxTokens, ...parsersFor(io) };
      return await answerWithTools(chatModelOf(connected), content, options, io);
    }
    const thinking = values['no-thinking'] ? { thinking: false } : {};
    const request: ChatRequest = { messages: [{ role: 'user', content }], maxTokens, ...thinking };
    return await answer(model, request, values, tell, io);
  } catch (error) {
    if (io.signal.aborted) {
      return exitCode.interrupted;
    }
    if (error instanceof AssistantError) {
      tell(givenUp(error));
      return exitCode.failed;
    }
    throw error;
  } finally {
    connection.dispose();
  }
}

function refusals(io: CommandIo) {
  return {
    missing: io.translate('This is not there, or is no text:'),
    secret: io.translate('This looks like a secret or lies elsewhere; name it with --file if it is to be sent:'),
    nothing: io.translate('There is nothing behind this:'),
    unknown: io.translate('Git cannot be asked: there is no repository, or its own settings would run programs:'),
    problems: io.translate(
      'Only the editor knows problems. Write what the compiler or linter says into a file and send it with --file in place of:',
    ),
    terminal: io.translate(
      'Only the editor sees its terminals. Write the output into a file and send it with --file in place of:',
    ),
    address: io.translate('This is no address of a web page:'),
    declined: io.translate('This was not fetched:'),
    unasked: io.translate('Nobody can be asked here whether this may be fetched; allow it with --allow-url:'),
    unreachable: io.translate('This page cannot be had ({0}):'),
  } satisfies Record<MentionRefusal, string>;
}

/** An address that was allowed beforehand is fetched; about any other one the person is asked, where there is one. */
async function mayFetch(
  url: string,
  allowed: readonly string[],
  io: CommandIo,
): Promise<'yes' | 'declined' | 'unasked'> {
  if (allowed.some((one) => pageAddress(one)?.url === url)) {
    return 'yes';
  }
  if (io.stdin?.isTerminal !== true) {
    return 'unasked';
  }
  io.stderr.write(
    io.translate('Fetch this page for the model? {0} [y] yes  [n] no: ').replace('{0}', () => visibleText(url)),
  );
  for await (const line of linesOf(io.stdin, io.signal)) {
    return /^\s*y(?:es)?\s*$/i.test(line) ? 'yes' : 'declined';
  }
  return 'declined';
}

/** What nobody sees goes to the model as marks, and the person hears of it. */
function tellHidden(content: string, io: CommandIo): void {
  const found = hiddenCharacters(content);
  if (found.size > 0) {
    const count = [...found.values()].reduce((sum, each) => sum + each, 0);
    const names = [...found.keys()].slice(0, 3).join(', ');
    const text = io.translate('{0} characters that cannot be seen ({1}) go to the model as visible marks.');
    io.stderr.write(`${text.replace('{0}', String(count)).replace('{1}', names)}\n`);
  }
}

function parsersFor(io: CommandIo): Pick<AgentAnswerOptions, 'tree' | 'openIndex'> {
  const grammars = resolve(__dirname, 'grammars');
  return { tree: shellTree(grammars), openIndex: createFolderIndexer(grammars, io.signal) };
}

function chatModelOf({ model, modelId, host, contextTokens }: ConnectedModel): ChatModel {
  return { modelId, host: host ?? null, contextTokens, chat: (...about) => model.chat(...about) };
}

interface AnswerOptions {
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Prints the answer; the exit code says whether it is whole. */
async function answer(
  model: Model,
  request: ChatRequest,
  { quiet, json }: AnswerOptions,
  tell: (error: AssistantError) => void,
  io: CommandIo,
): Promise<number> {
  const startedAt = systemClock.now();
  const written = new WrittenAnswer(json ? undefined : io, quiet);
  let end: EndEvent | undefined;
  try {
    for await (const event of model.chat(request, io.signal)) {
      switch (event.type) {
        case 'text':
          written.content(event.text);
          break;
        case 'reasoning':
          written.reasoning(event.text);
          break;
        case 'reclassified':
          written.replace(event.content, event.reasoning);
          break;
        case 'end':
          end = event;
          break;
        default:
      }
    }
  } finally {
    written.end();
  }
  if (json) {
    const { text, thought } = written;
    const milliseconds = Math.round(systemClock.now() - startedAt);
    const result = {
      content: text,
      reasoning: thought,
      finish: end?.finish ?? null,
      usage: end?.usage ?? null,
      ms: milliseconds,
    };
    io.stdout.write(`${JSON.stringify(result)}\n`);
  }
  const fault = end === undefined ? undefined : faultOfEnd(end);
  const sentence = describeEnd(end?.finish ?? 'incomplete', io);
  if (fault !== undefined) {
    tell(fault);
  } else if (sentence !== '') {
    io.stderr.write(`${sentence}\n`);
  } else if (written.text.trim() === '') {
    io.stderr.write(`${io.translate('The model gave an empty answer.')}\n`);
  }
  const isWhole = fault === undefined && end !== undefined && goodEnds.has(end.finish);
  return isWhole ? exitCode.done : exitCode.failed;
}

/** What there is to say about an end; '' = nothing. */
function describeEnd(finish: AnswerFinish, io: CommandIo): string {
  switch (finish) {
    case 'length':
      return io.translate('The answer reached the token limit; --max-tokens raises it.');
    case 'incomplete':
    case 'error':
      return io.translate('The answer was interrupted.');
    case 'content_filter':
      return io.translate('The provider’s content policy ended the answer.');
    case 'repetition':
      return io.translate('The model repeated itself, so the answer was ended.');
    default:
      return '';
  }
}

const goodEnds: ReadonlySet<AnswerFinish> = new Set<AnswerFinish>(['stop', 'tool_calls', 'length', 'repetition']);

async function questionFrom(argument: string | undefined, io: CommandIo): Promise<string> {
  if (argument === undefined && io.stdin?.isTerminal !== false) {
    throw wrong('A question is missing.');
  }
  const question = argument ?? (await textOf(io.stdin, io.signal));
  if (question.trim() === '') {
    throw wrong('The question is empty.');
  }
  return question.trim();
}

/** The question behind the files it is about; undefined = one cannot be read, which has been said. */
async function withFiles(question: string, files: readonly string[], io: CommandIo): Promise<string | undefined> {
  const blocks: string[] = [];
  for (const file of files) {
    const read = await readFile(resolve(io.workingDirectory, file), 'utf8').catch(() => undefined);
    const text = read?.replace(/^\uFEFF/, '');
    if (text === undefined) {
      io.stderr.write(`${io.translate('This file cannot be read:')} ${file}\n`);
      return undefined;
    }
    // A fence that does not occur in the file.
    const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    blocks.push(`${file}\n${fence}${languageOfPath(file)}\n${text.replace(/\n?$/, '\n')}${fence}\n\n`);
  }
  return `${blocks.join('')}${question}`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...endpointOptions,
        file: { type: 'string', multiple: true },
        'allow-url': { type: 'string', multiple: true },
        'max-tokens': { type: 'string' },
        'no-thinking': { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        agent: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): UsageError {
  return new UsageError(`${why}\n${askUsage}`);
}
