/** Characters in a question, and in what goes along with it, that nobody sees: the model gets them as marks, and the person is told. */
import { hiddenCharacters } from '../../base/hiddenCharacters';
import type { Attachment } from '../conversation/records';

export interface HiddenInQuestion {
  readonly count: number;
  /** Such as `U+200B`, each once, the most frequent first. */
  readonly names: readonly string[];
  /** Labels of what goes along and holds some. */
  readonly labels: readonly string[];
  /** Whether the words themselves hold some. */
  readonly inWords: boolean;
}

/** An attachment never changes, so it is looked through once. */
const inAttachments = new WeakMap<Attachment, ReadonlyMap<string, number>>();

/** `words`: what the person wrote, and what it stands for. Undefined = there are none. */
export function hiddenInQuestion(
  words: readonly string[],
  attachments: readonly Attachment[],
): HiddenInQuestion | undefined {
  const own = words.map(hiddenCharacters);
  const others = attachments.map((attachment) => [attachment, inAttachment(attachment)] as const);
  const all = new Map<string, number>();
  for (const [name, count] of [...own, ...others.map(([, found]) => found)].flatMap((found) => [...found])) {
    all.set(name, (all.get(name) ?? 0) + count);
  }
  return all.size === 0
    ? undefined
    : {
        count: [...all.values()].reduce((sum, count) => sum + count, 0),
        names: [...all].toSorted(([, one], [, other]) => other - one).map(([name]) => name),
        labels: others.filter(([, found]) => found.size > 0).map(([{ label }]) => label),
        inWords: own.some(({ size }) => size > 0),
      };
}

function inAttachment(attachment: Attachment): ReadonlyMap<string, number> {
  const known = inAttachments.get(attachment);
  const found = known ?? hiddenCharacters(`${attachment.label}\n${attachment.text}`);
  if (known === undefined) {
    inAttachments.set(attachment, found);
  }
  return found;
}
