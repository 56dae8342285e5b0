/**
 * Characters that a person does not see and a model reads: what has no ink, turns the direction of reading, or belongs to no script. They
 * are spelled out in whatever goes to a model. Emoji keep their joiners and variation selectors, and so do the scripts that are not written
 * without them (Persian, Urdu, Hindi, Sinhala …), each only where it has work to do. Terms: Unicode Standard Annexes 9 and 44, emoji
 * sequences of Technical Standard 51.
 */

/** Scripts in which a joiner or non-joiner changes the form of the letters beside it. */
const joining =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}]';
/** Signs of category Cf that have ink: Arabic number signs and their like. */
const inked = '\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}';

const hidden = new RegExp(
  [
    `[[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]--[\\t\\n\\u200C\\u200D\\uFE0E\\uFE0F${inked}]]`,
    `(?<!${joining})\\u200C`,
    // Between two emoji, or behind a letter that joins.
    `(?<!${joining}|\\p{Extended_Pictographic}\\uFE0F?|\\p{Emoji_Modifier})\\u200D`,
    `(?<!${joining})\\u200D(?!\\p{Extended_Pictographic})`,
    // Behind an emoji, or in a keycap.
    '(?<!\\p{Extended_Pictographic}|[0-9#*](?=[\\uFE0E\\uFE0F]\\u20E3))[\\uFE0E\\uFE0F]',
  ].join('|'),
  'gv',
);

/** The same text with what cannot be seen spelled out, such as `⟨U+200B⟩`; lines end in `\n`. */
export function withoutHidden(text: string): string {
  return unixLines(text).replace(hidden, (sign) => `⟨${nameOf(sign)}⟩`);
}

/** What `withoutHidden` would spell out, by name (`U+200B`) and how often. */
export function hiddenCharacters(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [sign] of unixLines(text).matchAll(hidden)) {
    found.set(nameOf(sign), (found.get(nameOf(sign)) ?? 0) + 1);
  }
  return found;
}

/**
 * For what a model wrote to be put into `source`: the names that `withoutHidden` gave to characters of that text are these characters
 * again. A name stays a name where no such character stands in the source, and where the source itself spells it out.
 */
export function hiddenAsIn(source: string): (text: string) => string {
  const names = new Set([...hiddenCharacters(source).keys()].filter((name) => !source.includes(`⟨${name}⟩`)));
  return (text) =>
    text.replace(/⟨(U\+([0-9A-F]{4,6}))⟩/g, (marker: string, name: string, hex: string) =>
      names.has(name) ? String.fromCodePoint(Number.parseInt(hex, 16)) : marker,
    );
}

function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function nameOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
