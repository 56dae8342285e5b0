/** Every text that the evaluation itself says to a model. Benchmarks whose data hold the whole prompt are not among them. */
import type { CodeLanguage } from './EvaluationItem';

const names: Readonly<Record<CodeLanguage, string>> = {
  python: 'Python',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  java: 'Java',
};

/** For HumanEval and MultiPL-E in a chat. */
export function functionPrompt(language: CodeLanguage, prompt: string): string {
  const where =
    language === 'java'
      ? 'the whole class, with its imports and without a main method'
      : 'the whole function, with its imports';
  return `Complete this ${names[language]} code. Answer with ${where}, in one code block and without tests.\n\n\`\`\`${language}\n${prompt.trimEnd()}\n\`\`\``;
}

/** For infilling by models that know no fill-in-the-middle. */
export function holePrompt(language: CodeLanguage, prefix: string, suffix: string): string {
  return `In this ${names[language]} code, the text at <<<HOLE>>> is missing. Answer with exactly the missing text in one code block, with its indentation, and with nothing that stands before or after the hole already.\n\n\`\`\`${language}\n${prefix}<<<HOLE>>>${suffix}\n\`\`\``;
}

/** For MBPP; the words of the task and of the request are those of its paper's prompt. */
export function mbppPrompt(task: string, tests: readonly string[]): string {
  const shown = tests.length === 0 ? '' : ` Your code should pass these tests:\n\n${tests.join('\n')}\n`;
  return `You are an expert Python programmer, and here is your task: ${task.trim()}${shown}\nAnswer with the code in one code block, without the tests.`;
}
