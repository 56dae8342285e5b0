/**
 * Definition recall: whether the line that defines a name stands in the prompt just before the name is typed, and what the context costs.
 * The prompt is what the product would send: snippets from the index, then the text up to the cursor within the rest of the budget.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateTokens } from '../../../src/base/estimateTokens';
import { languageOfPath } from '../../../src/base/languageOfPath';
import { documentContext } from '../../../src/completion/documentContext';
import type { WorkspaceIndex } from '../../../src/context/index/WorkspaceIndex';
import { noObservations, WorkspaceContext } from '../../../src/context/WorkspaceContext';
import { silentLog } from '../../../src/platform/Log';
import type { RecallPoint } from './points';

export interface RecallResult {
  readonly point: RecallPoint;
  readonly found: boolean;
  /** Estimated tokens of the snippets, and of those of their lines whose defined names the using file has nowhere. */
  readonly contextTokens: number;
  readonly unusedTokens: number;
}

/** Share of the prompt's budget that goes to context, as in the product. */
const contextShare = 0.6;

const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };

export async function recallAt(
  index: WorkspaceIndex,
  folder: string,
  point: RecallPoint,
  budget: number,
  visited: readonly string[],
): Promise<RecallResult> {
  const whole = readFileSync(join(folder, point.file), 'utf8').replaceAll('\r\n', '\n');
  const lines = whole.split('\n');
  const text = [...lines.slice(0, point.line), lines[point.line]?.slice(0, point.character) ?? ''].join('\n');
  const context = new WorkspaceContext({
    index,
    observations: { ...noObservations, visited: () => visited },
    clock,
    log: silentLog,
  });
  const position = { line: point.line, character: point.character };
  const document = { uri: 'file:///point', path: point.file, languageId: languageOfPath(point.file), version: 1, text };
  await context.prepare(document, position, new AbortController().signal);
  const { stable, volatile } = context.contextFor({
    ...{ document, position, offset: text.length, prefix: text, suffix: '', budget: budget * contextShare },
  });
  context.dispose();
  const snippets = [...stable, ...volatile];
  const contextTokens = snippets.reduce(
    (sum, { text: snippet, path }) => sum + estimateTokens(`${path}\n${snippet}`),
    0,
  );
  const { prefix } = documentContext(text, '', budget - contextTokens);
  const prompt = [...snippets.map((one) => one.text), prefix].join('\n');
  const words = new Set(whole.match(/[A-Za-z_$][\w$]*/g) ?? []);
  const unused = snippets.flatMap((one) => one.text.split('\n')).filter((line) => !mentions(line, words));
  return {
    point,
    found: prompt.includes(point.definingLine),
    contextTokens,
    unusedTokens: unused.reduce((sum, line) => sum + estimateTokens(line), 0),
  };
}

/** Whether a line of a snippet names something that the file uses: the first name that is no keyword is what it defines. */
function mentions(line: string, words: ReadonlySet<string>): boolean {
  const name = (line.match(/[A-Za-z_$][\w$]*/g) ?? []).find((word) => !keywords.has(word));
  return name === undefined || words.has(name);
}

const keywords = new Set(
  'export default declare abstract async function class interface type enum const let var public private protected static final readonly get set override def pub fn struct trait impl use mod crate unsafe func package import extends implements void int long boolean synchronized self return new'.split(
    ' ',
  ),
);
