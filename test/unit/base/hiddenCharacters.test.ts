/** Row SEC-52: what nobody sees is spelled out, and no script or emoji becomes unreadable by it. */
import { describe, expect, it } from 'vitest';
import { hiddenAsIn, hiddenCharacters, withoutHidden } from '../../../src/base/hiddenCharacters';

/** Each group of code points that texts were hidden in, by its first, last and some others. */
const groups: Readonly<Record<string, readonly number[]>> = {
  'tag characters': [0xe0001, 0xe0020, 0xe0041, 0xe007f],
  'zero-width signs': [0x200b, 0x2060, 0xfeff, 0x180e],
  'directions of reading': [0x202a, 0x202e, 0x2066, 0x2069, 0x200e, 0x200f, 0x061c],
  'variation selectors': [0xfe00, 0xfe0d, 0xfe0e, 0xfe0f, 0xe0100, 0xe01ef, 0x180b],
  joiners: [0x200c, 0x200d, 0x034f],
  'invisible operators': [0x2061, 0x2064],
  'soft hyphens and old format signs': [0x00ad, 0x206a, 0x206f],
  'fillers of Hangul': [0x115f, 0x1160, 0x3164, 0xffa0],
  'annotations and shorthand': [0xfff9, 0xfffb, 0x1bca0, 0x1d173],
  'control characters': [0x00, 0x08, 0x0b, 0x1b, 0x7f, 0x9b],
  'separators of lines and paragraphs': [0x2028, 0x2029, 0x85],
  'private use and half characters': [0xe000, 0xf8ff, 0xf0000, 0xd800, 0xdfff],
};

describe('hidden characters', () => {
  it.each(Object.entries(groups))('%s', (_name, points) => {
    for (const point of points) {
      const sign = String.fromCodePoint(point);
      const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
      for (const [before, behind] of [
        ['a', 'b'],
        ['', ''],
        ['9', '9'],
        [' ', '好'],
      ]) {
        expect(withoutHidden(`${before}${sign}${behind}`)).toBe(`${before}⟨${name}⟩${behind}`);
      }
      expect([...hiddenCharacters(`x${sign}y${sign}`)]).toEqual([[name, 2]]);
    }
  });

  it.each([
    ['Persian', 'می\u200cخواهم کتاب\u200cها را بخوانم'],
    ['Urdu', 'بے\u200cشک'],
    ['Hindi', 'क्\u200dष और क्\u200cष'],
    ['Bengali', 'র\u200d্যাব'],
    ['Malayalam', 'അവന്\u200dറെ'],
    ['Sinhala', 'ශ්\u200dරී ලංකා'],
    ['Kannada', 'ರ\u200d್ಯಾಂಕ್'],
    ['Arabic number signs', '\u0600١٢'],
    ['Hebrew', 'שלום, עולם'],
    ['families and flags', '👩‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 👩🏽‍💻 🧑‍🦰 🇨🇳'],
    ['emoji as text and as pictures', '☎︎ ☎️ ©️ ↔️'],
    ['keycaps', '1️⃣ #️⃣ *️⃣'],
    ['Chinese with tabs and lines', '你好，\t世界\n'],
    ['combining marks', 'e\u0301 ก็ ḍ̇'],
  ])('leaves %s as it is', (_name, text) => {
    expect(withoutHidden(text)).toBe(text);
    expect(hiddenCharacters(text).size).toBe(0);
  });

  it.each([
    ['a second joiner', 'می\u200c\u200cخ', 'می\u200c⟨U+200C⟩خ'],
    ['a run of selectors behind an emoji', '❤️\ufe0f\ufe0e', '❤️⟨U+FE0F⟩⟨U+FE0E⟩'],
    ['a joiner that joins nothing', '💻\u200dx', '💻⟨U+200D⟩x'],
    ['a selector behind a digit', '1\ufe0f2', '1⟨U+FE0F⟩2'],
  ])('spells out %s', (_name, text, expected) => {
    expect(withoutHidden(text)).toBe(expected);
  });

  it('takes every end of a line for what it is', () => {
    expect(withoutHidden('a\r\nb\rc\n')).toBe('a\nb\nc\n');
    expect(hiddenCharacters('a\r\nb').size).toBe(0);
  });
});

describe('names that become characters again', () => {
  const source = 'a\u200bb \u{e0041}\n👩‍💻';

  it.each([
    ['those of the source', 'x⟨U+200B⟩y⟨U+E0041⟩', 'x\u200by\u{e0041}'],
    ['none that it does not have', '⟨U+202E⟩ ⟨U+200D⟩ ⟨U+110000⟩', '⟨U+202E⟩ ⟨U+200D⟩ ⟨U+110000⟩'],
    ['all of it', withoutHidden(source), source],
  ])('%s', (_, text, expected) => {
    expect(hiddenAsIn(source)(text)).toBe(expected);
  });

  it('but not where the source spells them out itself', () => {
    expect(hiddenAsIn('a\u200b "⟨U+200B⟩"')('⟨U+200B⟩')).toBe('⟨U+200B⟩');
  });
});
