/** A report's texts in the person's language. All of them stand in `base/evaluationMessages.ts`. */
import { formatMessage, type MessageId } from '../../base/messages';

export interface Words {
  /** For the page: `en` or `zh-CN`. */
  readonly tag: string;
  say(id: MessageId, ...args: readonly (string | number)[]): string;
  /** A text of a result that is one of the known ones, such as a class of errors; any other stays as it is. */
  known(english: string): string;
}

export type Translate = (english: string) => string;

export function createWords(tag: string, translate: Translate): Words {
  return { tag, say: (id, ...args) => formatMessage(id, args, translate), known: translate };
}

export const englishWords = createWords('en', (english) => english);

/** How many columns of a terminal a text takes: Chinese signs are two wide. */
export function columnsOf(text: string): number {
  return [...text].reduce(
    (sum, sign) => sum + (/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6]/.test(sign) ? 2 : 1),
    0,
  );
}
