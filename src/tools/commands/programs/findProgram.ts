/** `find`: its tests come without dashes to speak of, and some of them act. Source: the manual of GNU findutils. */
import type { Opinion } from '../../Decision';
import type { Word } from '../Word';
import { ask, askAlways, type OwnReader } from './Program';

const acting = new Set('-exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from'.split(' '));
const alone = new Set(
  '( ) ! , -a -and -o -or -not -print -print0 -ls -prune -quit -empty -depth -d -mount -xdev -true -false -readable -writable -executable -daystart -noleaf -nouser -nogroup -P -H'.split(
    ' ',
  ),
);
const valued = new Set(
  '-name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -size -maxdepth -mindepth -mtime -mmin -atime -amin -ctime -cmin -perm -user -group -uid -gid -links -inum -fstype -printf'.split(
    ' ',
  ),
);
const comparing = new Set('-newer -anewer -cnewer -samefile'.split(' '));

export const findProgram: OwnReader = {
  read(words) {
    const opinions: Opinion[] = [];
    const paths: Word[] = [];
    let isExpression = false;
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      if (word === undefined) {
        break;
      }
      const { text } = word;
      if (acting.has(text)) {
        opinions.push(askAlways('an option that runs, writes or sends: {0}', text));
        return { opinions, paths };
      }
      if (valued.has(text)) {
        isExpression = true;
        index++;
      } else if (comparing.has(text)) {
        isExpression = true;
        paths.push(...words.slice(++index, index + 1));
      } else if (alone.has(text)) {
        isExpression ||= !/^-[PH]$/.test(text);
      } else if (text.startsWith('-') || isExpression) {
        opinions.push(ask('an option that is not known to be harmless: {0}', text));
      } else {
        paths.push(word);
      }
    }
    return { opinions, paths };
  },
};
