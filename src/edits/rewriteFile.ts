/** A whole file from a model: lines that stay keep their bytes, and a rewrite that loses most of the file is not believed:
 * neither one of far fewer lines nor a shorter one in which most of what the file defines is missing. */
import { toLineFeeds } from '../base/text';
import { refusePlaceholder } from './applyEdits';
import { diffLines } from './diffLines';
import { linesWithBreaks } from './hunks';
import { BaseText } from './match/BaseText';
import { type EditFailure, failure } from './RequestedEdit';
import { newPlaceholder } from './refuse/placeholders';
import { refuseWrapping } from './refuse/wrapping';

/** A text with fewer lines than this may shrink as it likes. */
const smallText = 20;
/** A rewrite has to keep or replace at least this share of a larger text's lines. */
const leastShare = 0.5;

function countText(lines: readonly string[]): number {
  return lines.filter((line) => line.trim() !== '').length;
}

/** Whether so many lines are missing from a new text that somebody should say that they are to go. */
export function losesMuch(before: readonly string[], after: readonly string[]): boolean {
  return countText(before) >= smallText && countText(after) < countText(before) * leastShare;
}

/** With fewer definitions than this a file has nothing to hold on to. */
const fewNames = 4;
const mostNamed = 5;

/** What a file defines at its margin, in most languages. */
const definition =
  /^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\([^)]*\))?|unsafe|open|sealed|data|declare|inline|extern)\s+)*(?:function\*?|class|interface|type|enum|struct|trait|impl|fn|func|fun|def|module|namespace|record|object|protocol|extension|const|let|var|val)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gmu;

/** The names that a text defines, and those of them that another text does not have at all. */
function lostNames(before: string, after: string): readonly [names: readonly string[], lost: readonly string[]] {
  const names = [...new Set([...before.matchAll(definition)].flatMap(([, name]) => name ?? []))];
  const words = new Set(after.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  return [names, names.filter((name) => !words.has(name))];
}

/** @param base undefined = there is no such file yet */
export function rewriteFile(
  path: string,
  base: string | undefined,
  content: string,
): { readonly kind: 'applied'; readonly text: string } | EditFailure {
  const wrapping = refuseWrapping(path, path, content, base ?? '');
  if (wrapping !== undefined) {
    return wrapping;
  }
  const placeholder = newPlaceholder(content, base ?? '', path);
  if (placeholder !== undefined) {
    return refusePlaceholder(path, placeholder);
  }
  if (base === undefined || base === '') {
    return content === base
      ? failure('no_change', `${path}: the file already is empty.`)
      : { kind: 'applied', text: content };
  }
  const clean = toLineFeeds(content.startsWith('\uFEFF') ? content.slice(1) : content);
  const text = new BaseText(base);
  const before = linesWithBreaks(text.view);
  const after = linesWithBreaks(clean === '' || clean.endsWith('\n') ? clean : `${clean}\n`);
  if (losesMuch(before, after)) {
    return failure(
      'refused',
      `${path}: the file has ${before.length} lines and the new one only ${after.length}. If the others are to go, delete them with edits that name them; otherwise send the whole file.`,
    );
  }
  const [names, lost] = countText(after) < countText(before) ? lostNames(text.view, clean) : [[], []];
  if (names.length >= fewNames && lost.length > names.length * (1 - leastShare)) {
    return failure(
      'refused',
      `${path}: ${lost.length} of the ${names.length} definitions of the file are nowhere in the new one: ${lost.slice(0, mostNamed).join(', ')}${lost.length > mostNamed ? ' …' : ''}. If they are to go, delete them with edits that name them; otherwise send the whole file.`,
    );
  }
  const offsets = [...text.lineStarts, text.view.length];
  const result = text.replace(
    diffLines(before, after).map(({ aStart, aEnd, bStart, bEnd }) => ({
      start: offsets[aStart] ?? 0,
      end: offsets[aEnd] ?? 0,
      text: after.slice(bStart, bEnd).join(''),
    })),
  );
  // `replace` gives the file its own final break or its lack of one; a text that has become empty stays empty.
  return result === base
    ? failure('no_change', `${path}: the new text is the same as the file.`)
    : { kind: 'applied', text: result };
}
