/** Where values stand in a JSON text that is known to be valid, so that one can be replaced and the others keep their characters. */

/** Offsets in UTF-16 code units, `end` excluded. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** The values of the object that begins at `at`, by key; of a key that stands twice the last one, as `JSON.parse` has it. */
export function membersOf(json: string, at: number): ReadonlyMap<string, JsonSpan> {
  const members = new Map<string, JsonSpan>();
  for (let next = skip(json, at + 1); json[next] !== '}'; ) {
    const endOfKey = endOfValue(json, next);
    const key: unknown = JSON.parse(json.slice(next, endOfKey));
    const start = skip(json, skip(json, endOfKey) + 1);
    const end = endOfValue(json, start);
    members.set(String(key), { start, end });
    next = afterComma(json, end);
  }
  return members;
}

/** The values of the list that begins at `at`. */
export function itemsOf(json: string, at: number): readonly JsonSpan[] {
  const items: JsonSpan[] = [];
  for (let start = skip(json, at + 1); json[start] !== ']'; ) {
    const end = endOfValue(json, start);
    items.push({ start, end });
    start = afterComma(json, end);
  }
  return items;
}

function afterComma(json: string, end: number): number {
  const next = skip(json, end);
  return json[next] === ',' ? skip(json, next + 1) : next;
}

function skip(json: string, at: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = at;
  space.test(json);
  return space.lastIndex;
}

function endOfValue(json: string, at: number): number {
  const token = /["[\]{}]|[^\s"[\]{},:]+/g;
  token.lastIndex = at;
  let depth = 0;
  for (let found = token.exec(json); found !== null; found = token.exec(json)) {
    const [first = ''] = found[0];
    if (first === '"') {
      token.lastIndex = endOfString(json, found.index);
    }
    depth += '[{'.includes(first) ? 1 : ']}'.includes(first) ? -1 : 0;
    if (depth === 0) {
      return token.lastIndex;
    }
  }
  return json.length;
}

/** Pictures in outputs are strings of megabytes: they are looked through for quotes only. */
function endOfString(json: string, at: number): number {
  for (let quote = json.indexOf('"', at + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let before = quote;
    while (json[before - 1] === '\\') {
      before--;
    }
    if ((quote - before) % 2 === 0) {
      return quote + 1;
    }
  }
  return json.length;
}
