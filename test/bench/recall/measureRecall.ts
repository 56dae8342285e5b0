/**
 * Definition recall: whether the line that defines a name stands in the prompt just before the name is typed, and what the context costs.
 * The prompt is what the product sends to CodeGeeX4, its tokens counted by the estimator, which cl100k_base calibrated.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateTokens } from '../../../src/base/estimateTokens';
import { languageOfPath } from '../../../src/base/languageOfPath';
import { cursorOf } from '../../../src/completion/Cursor';
import { PromptBuilder } from '../../../src/completion/prompt/PromptBuilder';
import type { WorkspaceIndex } from '../../../src/context/index/WorkspaceIndex';
import { noObservations, WorkspaceContext } from '../../../src/context/WorkspaceContext';
import { codegeex4 } from '../../../src/glm/fillInTheMiddle/codegeex4';
import { silentLog } from '../../../src/platform/Log';
import type { RecallPoint } from './points';

export interface RecallResult {
  readonly point: RecallPoint;
  readonly found: boolean;
  /** Estimated tokens of the snippets, and of those of their lines whose defined names the using file has nowhere. */
  readonly contextTokens: number;
  readonly unusedTokens: number;
}

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
  const builder = new PromptBuilder({ format: codegeex4, contextSource: context, promptTokens: budget });
  const cursor = cursorOf(document, position, { kind: 'manual' });
  const built = cursor === undefined ? undefined : builder.build(cursor, false);
  context.dispose();
  const snippets = built?.snippets ?? [];
  const contextTokens = snippets.reduce(
    (sum, { text: snippet, path }) => sum + estimateTokens(`${path}\n${snippet}`),
    0,
  );
  const words = new Set(whole.match(/[A-Za-z_$][\w$]*/g) ?? []);
  const unused = snippets.flatMap((one) => one.text.split('\n')).filter((line) => !mentions(line, words));
  return {
    point,
    found: built?.rendered.prompt.includes(point.definingLine) ?? false,
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
