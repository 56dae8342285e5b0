/** `evaluate verify`: whether each item of a data set can tell right from wrong on this machine. */
import { availableParallelism } from 'node:os';
import { messages } from '../../base/messages';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import { createSlots } from '../../evaluation/runs/createSlots';
import { scoreAnswer } from '../../evaluation/scoring/scoreAnswer';
import { type ItemCheck, verifyItem } from '../../evaluation/selfTest/verifyItem';
import { type CommandIo, exitCode } from '../commands/CommandIo';
import type { EvaluateOptions } from '../commands/evaluate';
import { thisMachine } from '../sandbox/programs';
import { EvaluationProgress } from './EvaluationProgress';
import { chosenItems, loadData, toolsWanted } from './evaluateDataSet';
import { dataChoice, numberOption } from './options';
import { reportWords } from './reportWords';
import { openTools } from './scoringTools';

export async function verifyCommand(options: EvaluateOptions, io: CommandIo): Promise<number> {
  const choice = dataChoice(options, io);
  const repeats = numberOption(options, 'n', { least: 1, whole: true }) ?? 1;
  const items = chosenItems(await loadData(choice), choice);
  const startedAt = performance.now();
  const wanted = toolsWanted(items, choice, options);
  const opening = wanted === undefined ? undefined : await openTools(thisMachine(io.environment), wanted);
  const progress = new EvaluationProgress(io);
  try {
    const slots = createSlots(availableParallelism());
    let done = 0;
    const checkItem = async (item: EvaluationItem): Promise<ItemCheck> => {
      const check = await verifyItem(item, repeats, (answer) =>
        scoreAnswer(item, answer, opening?.tools, { strict: options.strict }, io.signal),
      );
      progress.show(++done, items.length);
      return check;
    };
    const checks = await Promise.all(items.map((item) => slots(() => checkItem(item))));
    progress.end();
    const broken = checks.filter(({ canonicalPasses, wrongPassed }) => canonicalPasses === false || wrongPassed > 0);
    const result = {
      dataset: choice.name,
      items: items.length,
      canonicalPassed: checks.filter(({ canonicalPasses }) => canonicalPasses === true).length,
      withoutCanonical: checks.filter(({ canonicalPasses }) => canonicalPasses === undefined).length,
      wrongTried: checks.reduce((sum, { wrongTried }) => sum + wrongTried, 0),
      wrongPassed: checks.reduce((sum, { wrongPassed }) => sum + wrongPassed, 0),
      flaky: checks.filter(({ isFlaky }) => isFlaky).map(({ id }) => id),
      isolation: opening?.tools.isolation ?? messages['evaluation.report.nothingRun'],
      secondsWall: Math.round((performance.now() - startedAt) / 100) / 10,
    };
    if (options.json) {
      io.stdout.write(`${JSON.stringify({ ...result, broken })}\n`);
    } else {
      const { say, known } = reportWords(options, io);
      io.stdout.write(
        `${say(
          'evaluation.verify.result',
          result.canonicalPassed,
          items.length - result.withoutCanonical,
          result.wrongPassed,
          result.wrongTried,
          result.secondsWall,
        )}\n`,
      );
      for (const { id, canonicalPasses, wrongPassed, isFlaky, detail } of broken) {
        const why =
          canonicalPasses === false
            ? say(isFlaky ? 'evaluation.verify.flaky' : 'evaluation.verify.fails', known(detail))
            : say('evaluation.verify.wrongPass', wrongPassed);
        io.stdout.write(`✗ ${id}: ${why}\n`);
      }
    }
    return broken.length === 0 ? exitCode.done : exitCode.failed;
  } finally {
    progress.end();
    await opening?.[Symbol.asyncDispose]();
  }
}
