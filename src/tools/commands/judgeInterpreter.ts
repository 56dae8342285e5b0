/** Programs that run code: as a file of the project, as text, or as one of their own modules. */
import { judgeLooseWords } from './judgeWords';
import type { JudgedPart, PartContext } from './PartContext';
import type { Interpreter } from './programs/askingPrograms';
import { ask, askAlways } from './programs/Program';
import { judgeProjectProgram } from './programs/projectPrograms';
import type { Word } from './Word';

export async function judgeInterpreter(
  name: string,
  words: readonly Word[],
  { code, known }: Interpreter,
  context: PartContext,
): Promise<JudgedPart> {
  const whole = [name, ...words.map(({ text }) => text)].join(' ').slice(0, 200);
  const loose = await judgeLooseWords(words, context);
  const index = words.findIndex(({ text }) => !/^[-+]/.test(text));
  const options = (index < 0 ? words : words.slice(0, index)).map(({ text }) => text);
  const odd = options.find((option) => !code.test(option) && !known.test(option) && option !== '-');
  if (odd !== undefined) {
    return { opinions: [askAlways('an option that is not known to be harmless: {0}', odd), ...loose] };
  }
  const module = /^py(?:thon|py|$)/.test(name) && options.at(-1) === '-m' ? words[index]?.text : undefined;
  if (module !== undefined && !options.some((option) => code.test(option))) {
    const asked = module === 'pip' ? judgeProjectProgram('pip', words.slice(index + 1)) : undefined;
    const own = /^(?:pytest|unittest|mypy|ruff|black|isort|flake8|pylint|doctest|compileall)$/.test(module);
    const opinion = own
      ? ask('runs the project’s own code: {0}', `${name} -m ${module}`)
      : askAlways('runs another program: {0}', whole);
    const rest = words.slice(index + 1);
    const inner = own ? judgeProjectProgram(module, rest) : undefined;
    // They install, take another program, or run code that is given as text.
    const odd = own ? rest.find(({ text }) => /^--(?:inst|python-e|init-h|load-pl)/.test(text)) : undefined;
    const never = odd === undefined ? [] : [askAlways('an option that runs, writes or sends: {0}', odd.text)];
    return {
      opinions: [...(asked?.opinions ?? [opinion]), ...(inner?.opinions ?? []), ...never, ...loose],
      runs: own ? ['pyproject.toml', 'conftest.py'] : [],
    };
  }
  if (name === 'node' && options.includes('--test') && !options.some((option) => code.test(option))) {
    return { opinions: [ask('runs the project’s own code: {0}', 'node --test'), ...loose], runs: ['package.json'] };
  }
  const script = words[index];
  if (script === undefined || options.some((option) => code.test(option)) || script.text === '-') {
    return { opinions: [askAlways('runs code given as text: {0}', whole), ...loose] };
  }
  return {
    opinions: [ask('runs the project’s own code: {0}', script.text), ...loose],
    runs: [script.text],
    named: [script.text],
  };
}
