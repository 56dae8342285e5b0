/** What the loop itself says to the model: short, and always what to do next. */
import type { ParseProblem, ProblemCode } from '../../glm/formats/output/problems';

const advice: Partial<Record<ProblemCode, string>> = {
  truncated_arguments:
    'Send less at once: create a file with its skeleton first, then fill it in with several small edits.',
  unknown_tool: 'Call only the offered tools, by their exact names.',
  bad_json: 'Send the call again with one JSON object as arguments.',
  bad_tags: 'Send the call again, each argument once, nothing inside a value that looks like a tag.',
  glued_arguments: 'Send one argument object a call; make several calls for several objects.',
  too_large: 'Split it into several smaller calls.',
  too_many_calls: 'Make fewer calls in one answer.',
  schema_mismatch: 'Send the call again with all required arguments, each of the right type.',
};

/** Why a call was not run, and what to send instead. */
export function refusalText({ code, message }: ParseProblem): string {
  return [`Not run. ${message}`, advice[code] ?? 'Send the call again.'].join(' ');
}

export const stoppedText = {
  before: 'Not run: the person stopped the turn.',
  during:
    'The person stopped this before it ended. What it did until then is not taken back; look before you rely on it.',
  /** The program ended; read back from the file of the conversation. */
  unknown: 'The program ended before this did. Nobody knows how far it came; look before you rely on it.',
} as const;

export function repeatedText(count: number): string {
  return `Refused: this very call was made ${count} times and nothing has changed since. Use what it gave you, do something else, or say what stands in the way.`;
}

export function deniedText(reason: string, byNobody = false): string {
  if (byNobody) {
    return `Not run: the person would have to be asked. ${reason} Do not try to reach the same in another way; go on with what is left.`;
  }
  const why = reason.trim() === '' ? '' : ` They say: ${reason.trim()}`;
  return `The person refused this.${why} Do not try to reach the same in another way; go on with what is left, or ask them.`;
}

export function ruledOutText(reasons: readonly string[]): string {
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return `Refused by the rules of this editor${why}. No approval can change that, and trying another way to the same end is refused as well.`;
}

export function changedText(): string {
  return 'Not run: what was approved is not there any more as it was shown. Look again and send the call anew.';
}

/** Said behind the last result, or to a question, when an answer had neither text nor calls. */
export const emptyAnswerText =
  '(Not from the person:) Your last answer was empty. Call a tool or give the answer to the person.';

export const repetitionText =
  '(Not from the person:) Your last answer said the same over and over and was cut. Go on in another way.';

export const circlesText =
  '(Not from the person:) The last steps brought nothing new. Do something else, or say what stands in the way.';
