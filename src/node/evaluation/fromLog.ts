/** `evaluate from-log`: records of the prompt log that a person chose become a benchmark of their own. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AssistantError } from '../../base/AssistantError';
import { toOwnItem } from '../../evaluation/fromLog';
import { type PromptFilter, PromptLogStore } from '../../promptlog/PromptLogStore';
import { type CommandIo, exitCode } from '../commands/CommandIo';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import { FileStorage } from '../promptlog/FileStorage';
import { promptLogDirectory } from '../promptlog/promptLogDirectory';
import { numberOption } from './options';
import { reportWords } from './reportWords';

export async function fromLogCommand(options: EvaluateOptions, io: CommandIo): Promise<number> {
  if (options.out === undefined) {
    throw wrongEvaluation('--out is missing: the folder of the benchmark.');
  }
  const { environment, workingDirectory } = io;
  const folder =
    options.store === undefined
      ? promptLogDirectory(environment, workingDirectory)
      : resolve(workingDirectory, options.store);
  const out = resolve(workingDirectory, options.out);
  const limit = numberOption(options, 'limit', { least: 1, whole: true }) ?? Number.POSITIVE_INFINITY;
  if (!(await exists(folder))) {
    throw new AssistantError('evaluation.noLog', [folder]);
  }
  const store = new PromptLogStore(new FileStorage(folder), Date.now);
  const wanted = options.id === undefined ? undefined : new Set(options.id);
  const counts = { written: 0, known: 0, withoutText: 0 };
  for await (const logged of store.read(filterOf(options), 'oldest', io.signal)) {
    if (wanted !== undefined && !wanted.has(logged.record.id)) {
      continue;
    }
    const item = toOwnItem(logged);
    if (item === undefined) {
      counts.withoutText++;
      continue;
    }
    const place = join(out, 'items', item.id);
    if (await exists(join(place, 'item.json'))) {
      // Somebody may have added tests to it.
      counts.known++;
      continue;
    }
    await mkdir(place, { recursive: true });
    for (const [name, text] of Object.entries(item.files)) {
      await writeFile(join(place, name), text);
    }
    if (++counts.written >= limit) {
      break;
    }
  }
  const words = reportWords(options, io);
  io.stdout.write(
    options.json
      ? `${JSON.stringify(counts)}\n`
      : `${words.say('evaluation.fromLog.result', counts.written, out, counts.known, counts.withoutText)}\n`,
  );
  return exitCode.done;
}

function filterOf({ from, to, surface, outcome, text }: EvaluateOptions): PromptFilter {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to: /^\d{4}-\d{2}-\d{2}$/.test(to) ? `${to}T24` : to }),
    ...(surface !== undefined && { surface }),
    ...(outcome !== undefined && { outcome }),
    ...(text !== undefined && { text }),
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
