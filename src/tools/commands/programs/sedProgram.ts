/** `sed`: scripts that print lines or replace text on the way to the output; everything else can write and run. */
import type { Opinion } from '../../Decision';
import { readOptions } from '../options';
import { ask, askAlways, type OwnReader } from './Program';

const place = String.raw`(?:\d+|\$|\/(?:[^/\\\n]|\\[^\n])+\/)`;
const address = String.raw`${place}(?:,(?:\+?\d+|${place}))?`;
const harmless = new RegExp(
  String.raw`^(?:(?:${address})?[pdq=]|(?:${address})?s([/|#])(?:(?!\1)[^\n\\]|\\[^\n])*\1(?:(?!\1)[^\n\\]|\\[^\n])*\1[gpI0-9]*)$`,
);

export const sedProgram: OwnReader = {
  read(words) {
    const read = readOptions(words, {
      letters: 'nErszu',
      valueLetters: 'e',
      long: 'quiet silent regexp-extended separate null-data posix sandbox',
      longValues: 'expression',
      never: '-i -I --in-place -f --file',
    });
    const given = [...(read.values.get('-e') ?? []), ...(read.values.get('--expression') ?? [])];
    const [first, ...rest] = read.operands;
    const scripts = given.length > 0 ? given : [first?.text ?? ''];
    const opinions: Opinion[] = [...read.opinions];
    for (const script of scripts) {
      // A substitution is one command: a semicolon may stand in its texts.
      const commands = harmless.test(script) ? [script] : script.split(';').map((command) => command.trim());
      if (!commands.every((command) => harmless.test(command))) {
        opinions.push(
          /[weWrRi]|\n|[{}]/.test(script)
            ? askAlways('a script that can write or run: {0}', script)
            : ask('an option that is not known to be harmless: {0}', script),
        );
      }
    }
    return { opinions, paths: given.length > 0 ? read.operands : rest };
  },
};
