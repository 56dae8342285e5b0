/** `glm-tandem evaluate`: data sets in, scores with intervals out. */
import { parseArgs } from 'node:util';
import { type CommandIo, exitCode, UsageError } from './CommandIo';
import { endpointOptions } from './endpointOptions';

export const evaluateUsage = `Usage: glm-tandem evaluate --dataset NAME --data PATH --samples FILE [options]
       glm-tandem evaluate --dataset NAME --data PATH [--endpoint URL] [--model ID] [options]
       glm-tandem evaluate self-test                  whether a score made here can be believed
       glm-tandem evaluate verify --dataset … --data … whether each item tells right from wrong
       glm-tandem evaluate merge DIR… [--out DIR]      parts of a run put together
       glm-tandem evaluate compare A B                 two runs, and how sure the difference is
       glm-tandem evaluate report DIR [--html FILE]    the report again
       glm-tandem evaluate from-log --out DIR          records of the prompt log as items of your own

Scores answers to a data set's items, or asks a model for them first. Programs run in a sandbox only; without one
nothing is scored.

  --dataset NAME           humaneval, infilling, mbpp, multipl-e, ncb, bfcl, own
  --data PATH              the data set's file, or a folder that holds it
  --language L             only python, java, javascript or typescript
  --language en|zh-cn      the words of the report (as the locale says)
  --natural-language en|zh
  --limit N                only the first N items
  --samples FILE           answers in the data set's own sample format
  --endpoint URL           ask a model at an OpenAI-style server (the editor's command “Evaluate Model…” fills this in)
  --model ID               its name there (default: the first one that it lists); --model-name says the same
  --model PATH             without --endpoint: a GGUF file for the embedded engine (default: the try-out model)
  --context N              the embedded engine's context, in tokens
  --key-from-env NAME      take the server's key from this environment variable
  --n N                    answers for each item (1)
  --temperature T          0 = always the likeliest token (0 for one answer, 0.8 for several)
  --top-p P, --seed S      for the model
  --max-tokens N           upper bound of an answer (1024)
  --prompt chat|raw        ask in a chat, or let the model go on with the text
  --surface model|assistant
                           the bare model, or the assistant: its prompts, and an item's files with the tools for them
  --concurrency N          requests at the same time, within what the endpoint allows
  --out DIR                keep journal, samples, results and reports there
  --resume                 go on with a run that was interrupted
  --shard I/N              only this part of the items; "merge" puts parts together
  --strict                 function calls: without the quirks of the leaderboard's checker
  --price-in P, --price-out P, --currency C
                           price of a million tokens, for the cost of a solved item
  --sandbox bubblewrap|deno
                           what shuts programs in; Deno runs JavaScript and TypeScript only (what this machine has)
  --libraries DIR          Java libraries for ncb, when they are not beside the data
  --store FOLDER, --id ID, --from DAY, --to DAY, --surface NAME, --outcome NAME, --text WORDS
                           which records of the prompt log "from-log" takes
  --json                   print the result for machines
  --fail-below X           exit with 1 when pass@1 is lower (0 to 1, or per cent with %)
`;

const optionSpec = {
  dataset: { type: 'string' },
  data: { type: 'string' },
  language: { type: 'string', multiple: true },
  'natural-language': { type: 'string' },
  limit: { type: 'string' },
  samples: { type: 'string' },
  ...endpointOptions,
  n: { type: 'string' },
  temperature: { type: 'string' },
  'top-p': { type: 'string' },
  seed: { type: 'string' },
  'max-tokens': { type: 'string' },
  prompt: { type: 'string' },
  surface: { type: 'string' },
  concurrency: { type: 'string' },
  out: { type: 'string' },
  resume: { type: 'boolean', default: false },
  shard: { type: 'string' },
  strict: { type: 'boolean', default: false },
  'price-in': { type: 'string' },
  'price-out': { type: 'string' },
  currency: { type: 'string' },
  sandbox: { type: 'string' },
  libraries: { type: 'string' },
  html: { type: 'string' },
  store: { type: 'string' },
  id: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  outcome: { type: 'string' },
  text: { type: 'string' },
  json: { type: 'boolean', default: false },
  'fail-below': { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: optionSpec });
  } catch (error) {
    throw wrongEvaluation(error instanceof Error ? error.message : String(error));
  }
}

export type EvaluateOptions = ReturnType<typeof parse>['values'];

export function wrongEvaluation(why: string): UsageError {
  return new UsageError(`${why}\n${evaluateUsage}`);
}

export async function runEvaluate(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    io.stdout.write(evaluateUsage);
    return exitCode.done;
  }
  const [action, ...operands] = positionals;
  switch (action) {
    case undefined:
      return (await import('../evaluation/evaluateDataSet')).evaluateDataSet(values, io);
    case 'self-test':
      return (await import('../evaluation/selfTest')).selfTestCommand(values, io);
    case 'verify':
      return (await import('../evaluation/verify')).verifyCommand(values, io);
    case 'from-log':
      return (await import('../evaluation/fromLog')).fromLogCommand(values, io);
    case 'merge':
      return (await import('../evaluation/otherCommands')).mergeCommand(operands, values, io);
    case 'compare':
      return (await import('../evaluation/otherCommands')).compareCommand(operands, values, io);
    case 'report':
      return (await import('../evaluation/otherCommands')).reportCommand(operands, values, io);
    default:
      throw wrongEvaluation(`There is nothing to evaluate called “${[action, ...operands].join(' ')}”.`);
  }
}
