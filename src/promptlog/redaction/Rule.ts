/**
 * What a redaction rule is: data that names a kind of secret or personal detail and says how to find it. `scan` applies rules to one
 * text; `redact.ts` decides between overlapping findings.
 */

/** A half-open stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The word that a placeholder begins with. */
export type RedactionKind = 'SECRET' | 'EMAIL' | 'PHONE' | 'ID' | 'CARD' | 'IP' | 'HOST' | 'USER' | 'NAME';

interface RuleBase {
  /** Stable name in lower case with hyphens; it appears in placeholders and in records. */
  readonly id: string;
  /** SECRET when absent. */
  readonly kind?: RedactionKind;
  /**
   * Lower-case words of which at least one must be in the text before the rule is tried at all; none = always tried. They keep the
   * cost of a hundred rules near that of one.
   */
  readonly keywords: readonly string[];
}

/** A rule that a regular expression can hold. */
export interface PatternRule extends RuleBase {
  /**
   * Global. Without groups the whole match is the finding; with two groups the second is the finding and the first the text before
   * it. Every repetition is bounded or cannot start twice in the same run, so that matching is linear.
   */
  readonly pattern: RegExp;
  /** Least Shannon entropy of the finding in bits per character, where the shape alone is too common. */
  readonly entropy?: number;
  /** A last look at the finding, for checksums and allow-lists; false drops it. */
  readonly accept?: (value: string, text: string, span: Span) => boolean;
}

/** A rule that needs code: several findings in one block, or neighbours that decide. */
export interface FinderRule extends RuleBase {
  readonly find: (text: string) => Iterable<Span>;
}

/** A token that begins with fixed letters. Hundreds of these are looked for in one pass. */
export interface PrefixRule {
  readonly id: string;
  readonly kind?: RedactionKind;
  /** What a token begins with, case as written; a letter or digit before it would make it another word. */
  readonly prefixes: readonly string[];
  /** Sticky: what must follow the prefix. */
  readonly body: RegExp;
}

export type Rule = PatternRule | FinderRule | PrefixRule;

/** Rules made ready for `scan`. */
export interface RuleSet {
  readonly others: readonly (PatternRule | FinderRule)[];
  /** The keywords of `others`, by the ASCII codes of their first two characters; keywords of one character are not in it. */
  readonly keywords: readonly (readonly string[] | undefined)[];
  /** By the ASCII codes of their prefixes' first two characters: 128 times the first plus the second. */
  readonly prefixed: readonly (readonly PrefixEntry[] | undefined)[];
}

interface PrefixEntry {
  readonly prefix: string;
  readonly rule: PrefixRule;
}

export function compileRules(rules: readonly Rule[]): RuleSet {
  // Dense, so that the scan's look-up at every word stays an array access.
  const prefixed = new Array<PrefixEntry[] | undefined>(128 * 128).fill(undefined);
  const others: (PatternRule | FinderRule)[] = [];
  for (const rule of rules) {
    if ('prefixes' in rule) {
      for (const prefix of rule.prefixes) {
        const pair = prefix.charCodeAt(0) * 128 + prefix.charCodeAt(1);
        const entries = prefixed[pair] ?? [];
        entries.push({ prefix, rule });
        prefixed[pair] = entries;
      }
    } else {
      others.push(rule);
    }
  }
  return { others, prefixed, keywords: keywordTable(others) };
}

/** All keywords are looked for in one pass: a search for each would cost more than the rules themselves. */
export function keywordTable(rules: readonly (PatternRule | FinderRule)[]): readonly (readonly string[] | undefined)[] {
  const table = new Array<string[] | undefined>(128 * 128).fill(undefined);
  for (const keyword of new Set(rules.flatMap(({ keywords }) => keywords))) {
    const pair = keyword.charCodeAt(0) * 128 + keyword.charCodeAt(1);
    if (keyword.length > 1 && isAscii(keyword)) {
      table[pair] = [...(table[pair] ?? []), keyword];
    }
  }
  return table;
}

function isAscii(text: string): boolean {
  return text.charCodeAt(0) < 128 && text.charCodeAt(1) < 128;
}

function keywordsIn(lower: string, table: RuleSet['keywords']): ReadonlySet<string> {
  const found = new Set<string>();
  let unit = lower.charCodeAt(0);
  for (let at = 0; at < lower.length; at++) {
    const next = lower.charCodeAt(at + 1);
    const keywords = unit < 128 && next < 128 ? table[unit * 128 + next] : undefined;
    if (keywords !== undefined) {
      for (const keyword of keywords) {
        if (lower.startsWith(keyword, at)) {
          found.add(keyword);
        }
      }
    }
    unit = next;
  }
  return found;
}

/** A finding of a rule in a text. */
export interface Finding extends Span {
  readonly rule: Rule;
}

/** Shannon entropy of a string in bits per character; 0 for an empty one. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** All findings of the rules in a text, in no particular order; they may overlap. */
export function scan(text: string, rules: RuleSet): Finding[] {
  const findings: Finding[] = [];
  scanPrefixes(text, rules.prefixed, findings);
  const lower = text.toLowerCase();
  const present = keywordsIn(lower, rules.keywords);
  for (const rule of rules.others) {
    const isThere = (keyword: string): boolean =>
      keyword.length > 1 && isAscii(keyword) ? present.has(keyword) : lower.includes(keyword);
    if (rule.keywords.length > 0 && !rule.keywords.some(isThere)) {
      continue;
    }
    const spans = 'find' in rule ? rule.find(text) : patternSpans(text, rule);
    for (const { start, end } of spans) {
      findings.push({ start, end, rule });
    }
  }
  return findings;
}

/** `ends`: where each rule's last token ended; within its own tokens a rule has nothing more to find. */
function tokensAt(
  text: string,
  at: number,
  entries: readonly PrefixEntry[],
  ends: Map<PrefixRule, number>,
  findings: Finding[],
): void {
  for (const { prefix, rule } of entries) {
    if (!text.startsWith(prefix, at) || (ends.get(rule) ?? 0) > at) {
      continue;
    }
    rule.body.lastIndex = at + prefix.length;
    const match = rule.body.exec(text);
    if (match !== null) {
      const end = at + prefix.length + match[0].length;
      findings.push({ start: at, end, rule });
      ends.set(rule, end);
    }
  }
}

function scanPrefixes(text: string, prefixed: RuleSet['prefixed'], findings: Finding[]): void {
  const ends = new Map<PrefixRule, number>();
  let inWord = false;
  let unit = text.charCodeAt(0);
  for (let at = 0; at < text.length; at++) {
    const next = text.charCodeAt(at + 1);
    if (!inWord) {
      const entries = unit < 128 && next < 128 ? prefixed[unit * 128 + next] : undefined;
      if (entries !== undefined) {
        tokensAt(text, at, entries, ends, findings);
      }
    }
    inWord = (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
    unit = next;
  }
}

function* patternSpans(text: string, rule: PatternRule): Iterable<Span> {
  for (const match of text.matchAll(rule.pattern)) {
    const before = match[1] ?? '';
    const value = match[2] ?? (match.length > 1 ? '' : match[0]);
    const span = { start: match.index + before.length, end: match.index + before.length + value.length };
    const random = rule.entropy === undefined || entropyOf(value) >= rule.entropy;
    if (value !== '' && random && (rule.accept?.(value, text, span) ?? true)) {
      yield span;
    }
  }
}
