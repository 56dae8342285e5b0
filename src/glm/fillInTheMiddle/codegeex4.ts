/**
 * CodeGeeX4's fill-in-the-middle: a user turn that names path, language and mode, with the suffix before the prefix. The only part that
 * grows while typing stands last, so a server can keep nearly the whole prompt in its cache.
 * Format: https://github.com/THUDM/CodeGeeX4/blob/main/guides/Infilling_guideline.md
 */
import { disguiseControlTokens } from './controlTokens';
import type { FillInTheMiddleFormat, FillInTheMiddleRequest, PromptPart } from './FillInTheMiddleFormat';
import { languageName } from './languageNames';

const beginning = '[gMASK]<sop>';

/**
 * `writesBeginning`: whether the prompt has to carry the two tokens with which every GLM-4 text begins. The model was trained with
 * them; a server that adds them itself to raw prompts would have them twice.
 */
export function createCodeGeeX4Format({
  writesBeginning,
}: {
  readonly writesBeginning: boolean;
}): FillInTheMiddleFormat {
  return {
    id: 'codegeex4',
    route: 'raw',
    suffixFirst: true,
    markers: ['<|user|>', '<|assistant|>', '<|code_suffix|>', '<|code_prefix|>', '<|code_middle|>'],
    stop: ['<|user|>', '<|assistant|>', '<|endoftext|>', '<|code_prefix|>', '<|code_suffix|>', '<|code_middle|>'],
    render: (request) => {
      const context = contextOf(request);
      const suffix = disguiseControlTokens(request.suffix);
      const prefix = disguiseControlTokens(request.prefix);
      const nearby = disguiseControlTokens(request.nearby ?? '');
      const parts: PromptPart[] = [
        ...(context === '' ? [] : [{ role: 'context', text: context } as const]),
        { role: 'suffix', text: suffix },
        ...(nearby === '' ? [] : [{ role: 'context', text: nearby } as const]),
        { role: 'prefix', text: prefix },
      ];
      const prompt =
        `${writesBeginning ? beginning : ''}<|user|>\n${context}${target(request)}` +
        `<|code_suffix|>${suffix}<|code_prefix|>${nearby}${prefix}<|code_middle|><|assistant|>\n`;
      return { prompt, parts };
    },
  };
}

export const codegeex4 = createCodeGeeX4Format({ writesBeginning: true });

function contextOf({ snippets }: FillInTheMiddleRequest): string {
  return snippets
    .map(({ path, text }) => `###REFERENCE:\n###PATH:${disguiseControlTokens(path)}\n${disguiseControlTokens(text)}\n`)
    .join('');
}

function target({ path, languageId, multiline }: FillInTheMiddleRequest): string {
  const mode = multiline ? 'BLOCK' : 'LINE';
  return `###PATH:${disguiseControlTokens(path)}\n###LANGUAGE:${languageName(languageId)}\n###MODE:${mode}\n`;
}
