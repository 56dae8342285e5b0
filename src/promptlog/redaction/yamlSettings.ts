/**
 * `password: hunter` in a settings file. As letters alone it could as well be a type, a label or a variable, so the lines around it decide:
 * only where all of them are YAML, and one of them plainly holds data, is it taken for the value of a setting.
 */
import { isPlainWord, isReference } from './references';

const passwordName = /(?:pass|password|passwd|passphrase|passcode|pwd|密码|口令)$/i;
const letters = /^[a-z]{4,32}$/;
/** Words of types, forms and manuals that follow `password:` and are none. */
const otherWords =
  /^(?:(?:secure|secret|clear|user|hashed|protected|safe)?(?:str|string|text|box|pass|value|field|input|bytes)|scalar|masked|entered|given|prompt(?:ed)?|generated?|random|inherit(?:ed)?|include[ds]?|never|keep|kept|ignored?|skip|unset|set|used?|expire[ds]?|locked|needed|mandatory|sensitive|confidential|match(?:es)?|interactive|manual|automatic|external|internal|managed|unknown|anything|something|whatever it is)$/;
/** Lines looked at on each side, blank ones and comments aside. */
const around = 4;
const longestLine = 400;
const anyLine =
  /^[ \t]*(?:- +)*(?:(?:[\w./$\u4e00-\u9fff-]{1,80}|"[^"]{1,80}"|'[^']{1,80}'):(?:[ \t].*)?|-[ \t].*|-{3}(?:[ \t].*)?|\.{3})$/;
/** What belongs to no YAML file, or to a flow of it that looks like code. */
const codeLine = /[,;{([]$|^[ \t]*[\w$]+[ \t]*[({]|(?:->|=>)|&str\b|: *\w+ += /;
/** A number, an address or path, a quoted text, a switch, a name with a mark in it: nothing that a list of types or labels has. */
const data =
  /:[ \t]+(?:-?\d[\d.:/]*|(?:true|false|yes|no|on|off)|["'].*["']|\S*[\w.-]+(?:\.[\w-]+)+\S*|\S*[/@=:]\S+|[a-z]\w*[-_]\w+)(?:[ \t]+#.*)?$/i;
/** Names whose value is a name, too, as beside each password. */
const login =
  /^[ \t]*(?:- +)?["']?(?:\w*[-_]?(?:user|username|name|login|ssid|adapter|broker|host)\w{0,8})["']?:[ \t]+[\w.@-]+(?:[ \t]+#.*)?$/i;

/** Whether a word of letters behind a name and a colon, the whole rest of its line, is a password in YAML. */
export function isYamlPassword(text: string, name: string, start: number, value: string): boolean {
  if (
    !passwordName.test(name) ||
    !letters.test(value) ||
    isReference(value) ||
    isPlainWord(value) ||
    otherWords.test(value)
  ) {
    return false;
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const own = withoutFrame(
    text.slice(Math.max(lineStart, start - longestLine), Math.min(lineEnd, start + longestLine)).trimEnd(),
  );
  if (!/^[ \t]*(?:- +)?["']?[\w\u4e00-\u9fff.-]+["']?:[ \t]+[a-z]+(?:[ \t]+#.*)?$/.test(own)) {
    return false;
  }
  const neighbours = [...near(linesBefore(text, lineStart)), ...near(linesAfter(text, lineEnd))];
  return (
    neighbours.every((line) => anyLine.test(line) && !codeLine.test(line)) &&
    neighbours.some((line) => data.test(line) || login.test(line))
  );
}

/** From the last to the first; of long ones the end. */
function* linesBefore(text: string, at: number): Iterable<string> {
  for (let end = at - 1; end >= 0; ) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    yield text.slice(Math.max(start, end - longestLine), end).trimEnd();
    end = start - 1;
  }
}

/** Of long ones the beginning. */
function* linesAfter(text: string, at: number): Iterable<string> {
  for (let start = at + 1; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, Math.min(end, start + longestLine)).trimEnd();
    start = end + 1;
  }
}

/** The next lines that say something, up to a fence. */
function near(lines: Iterable<string>): string[] {
  const found: string[] = [];
  for (const each of lines) {
    const line = withoutFrame(each);
    if (/^[ \t]*(?:```|~~~)/.test(line) || found.length === around) {
      break;
    }
    if (!/^[ \t]*(?:#.*)?$/.test(line)) {
      found.push(line);
    }
  }
  return found;
}

/** The line of a text without what stands before and behind the text where it is a string of JSON or of a program. */
function withoutFrame(line: string): string {
  return line.replace(/^[ \t]*[{[(].{0,200}["'`](?=[\w.-]{1,80}:)/, '').replace(/["'`][\]}),;].*$/, '');
}
