/** `jq`: filters that take a value apart. What can read the environment, other files or a program of its own is asked about every time. */
import { readOptions } from '../options';
import { askAlways, type OwnReader } from './Program';

const token = /\.[A-Za-z_]\w*|\.{1,2}|[A-Za-z_]\w*|"[^"\\]*"|\d+|[[\](){}|,:?]|[=!<>]=?|\/\/|[-+*]|\s+/y;
/** Built-in functions that know nothing but their input. */
const plainFunctions = new Set(
  'keys keys_unsorted values length type to_entries from_entries with_entries select map map_values has not and or true false null join sort sort_by group_by unique unique_by first last add flatten test startswith endswith contains ascii_downcase ascii_upcase tostring tonumber min max any all reverse empty index'.split(
    ' ',
  ),
);

export const jqProgram: OwnReader = {
  read(words) {
    const read = readOptions(words, {
      letters: 'rcMSesjan',
      valueLetters: '',
      long: 'raw-output compact-output monochrome-output sort-keys exit-status slurp tab join-output ascii-output null-input',
      never: '-f --from-file -L --slurpfile --rawfile --args --jsonargs --arg --argjson --run-tests --seq',
    });
    const [filter, ...paths] = read.operands;
    const opinions = [...read.opinions];
    if (filter === undefined || !isPlainFilter(filter.text)) {
      opinions.push(
        askAlways('may show secrets: {0}', ['jq', ...words.map(({ text }) => text)].join(' ').slice(0, 200)),
      );
    }
    return { opinions, paths };
  },
};

function isPlainFilter(filter: string): boolean {
  let end = 0;
  for (const [text] of filter.matchAll(new RegExp(token.source, 'gy'))) {
    end += text.length;
    if (/^[A-Za-z_]/.test(text) && !plainFunctions.has(text)) {
      return false;
    }
  }
  return filter !== '' && end === filter.length;
}
