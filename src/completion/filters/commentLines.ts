/** Lines of comments that go on at the cursor: their sign is said once, and the stars of a block stand below each other. */
import { languageRules } from '../text/languageRules';
import { currentLinePrefix, isBlank, leadingWhitespace, previousNonBlankLine } from '../text/lines';
import { openTextEnd } from '../text/openText';

interface Place {
  readonly prefix: string;
  readonly languageId: string;
}

/** `// █` completed by `// why`, ` * █` by ` * why`: without the sign that stands before the cursor already. */
export function withoutEchoOfSign(text: string, { prefix, languageId }: Place): string {
  const linePrefix = currentLinePrefix(prefix);
  const sign = linePrefix.trim();
  const { comment } = languageRules(languageId);
  const isSign =
    sign === '*'
      ? openTextEnd(prefix, languageId) === '*/'
      : comment !== undefined && sign.startsWith(comment) && /^[^\s\w]+$/.test(sign);
  const start = text.trimStart();
  return isSign && start.startsWith(sign) && /^\s/.test(start.slice(sign.length)) ? start.slice(sign.length) : text;
}

/** With the stars of a comment's lines, up to its end, in the column of those that the document has. */
export function withStarsInLine(text: string, { prefix, languageId }: Place): string {
  if (openTextEnd(prefix, languageId) !== '*/') {
    return text;
  }
  const linePrefix = currentLinePrefix(prefix);
  const nearest = isBlank(linePrefix) ? (previousNonBlankLine(prefix) ?? '') : linePrefix;
  const indentation = leadingWhitespace(nearest) + (nearest.trimStart().startsWith('/*') ? ' ' : '');
  if (!/^(?:\/\*|\*)/.test(nearest.trimStart())) {
    return text;
  }
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.includes('*/'));
  return lines
    .map((line, at) => {
      const isStar = line.trimStart().startsWith('*') && (end < 0 || at <= end);
      if (!isStar || (at === 0 && !isBlank(linePrefix))) {
        return line;
      }
      const before = at === 0 ? linePrefix : '';
      return indentation.startsWith(before) ? indentation.slice(before.length) + line.trimStart() : line;
    })
    .join('\n');
}
