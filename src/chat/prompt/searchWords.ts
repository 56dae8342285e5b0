/** Words under which code may be found that a question is about: code is named in English, whatever language the question is in. */
import { withoutHidden } from '../../base/hiddenCharacters';
import type { Connection } from '../../glm/ModelConnection';

const instructions =
  'Give up to ten English words or identifiers that source code about this question would probably contain. Only the words, separated by spaces.';
/** Milliseconds after which the question's own words have to do. */
const patience = 8_000;

/** '' where the question's own words will do, or the model did not answer. Never rejects but with the signal's reason. */
export async function searchWords(question: string, connection: Connection, signal: AbortSignal): Promise<string> {
  if (!/(?!\p{Script=Latin})\p{L}/u.test(question)) {
    return '';
  }
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  let words = '';
  try {
    const { model } = await connection.connect(limited);
    const messages = [
      { role: 'system', content: instructions },
      { role: 'user', content: withoutHidden(question) },
    ] as const;
    const note = { id: crypto.randomUUID(), surface: 'probe' as const };
    for await (const event of model.chat(
      { messages, maxTokens: 60, temperature: 0.2, thinking: false, note },
      limited,
    )) {
      words = event.type === 'text' ? words + event.text : event.type === 'reclassified' ? event.content : words;
    }
  } catch {
    signal.throwIfAborted();
    return '';
  }
  return (words.match(/[A-Za-z_][\w]*/g) ?? []).slice(0, 16).join(' ');
}
