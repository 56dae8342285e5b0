/** What finding and making edits costs: `debug edit` without the command line, exact and on the looser rungs, and hunks of a review. */
import { applyEdits } from '../../src/edits/applyEdits';
import { hunksBetween } from '../../src/edits/hunks';
import type { RequestedEdit } from '../../src/edits/RequestedEdit';
import { fitFile } from '../../src/edits/review/fitFile';
import { createReview } from '../../src/edits/review/ReviewSet';
import { fileRows, nextStop } from '../../src/edits/review/walk';
import { debugEdit } from '../../src/node/commands/debugEdit';

export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  /** Measurements behind the value. */
  readonly n: number;
  readonly detail?: Readonly<Record<string, number>>;
}

/** Lines as in a real file: short, indented, many alike, each block with a line of its own. */
function fileOf(lines: number, lineEnd = '\n'): string {
  const block = (index: number): string[] => [
    `  handle${index}(event: Event): void {`,
    `    if (event.kind === ${index} && this.ready) {`,
    `      this.count${index} += event.weight * ${index % 7};`,
    '      return;',
    '    }',
    '    this.next(event);',
    '  }',
    '',
  ];
  return Array.from({ length: Math.ceil(lines / 8) }, (_, index) => block(index))
    .flat()
    .slice(0, lines)
    .map((line) => line + lineEnd)
    .join('');
}

/** Edits spread over the file; `turn` makes the search text less exact. */
function editsOf(lines: number, count: number, turn: (text: string) => string): RequestedEdit[] {
  return Array.from({ length: count }, (_, index) => {
    const block = Math.floor(((index + 0.5) * Math.floor(lines / 8)) / count);
    const text = (word: string): string =>
      `    if (event.kind === ${block} && this.${word}) {\n      this.count${block} += event.weight * ${block % 7};\n      return;\n`;
    return { search: turn(text('ready')), replace: turn(text('open')), lineHint: block * 8 + 2 };
  });
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? 0;
}

function timesOf(runs: number, task: () => void): number[] {
  const times = Array.from({ length: runs + 5 }, () => {
    const begun = performance.now();
    task();
    return performance.now() - begun;
  });
  return times.slice(5);
}

const turns: Readonly<Record<string, (text: string) => string>> = {
  exact: (text) => text,
  trailing: (text) => text.replaceAll('\n', ' \n'),
  indentation: (text) => text.replace(/^ {4}/gm, ''),
};

function measure(lines: number, count: number, goal: string): Figure {
  const file = fileOf(lines);
  const detail: Record<string, number> = {};
  for (const [name, turn] of Object.entries(turns)) {
    const edits = editsOf(lines, count, turn);
    detail[name] = percentile(
      timesOf(30, () => checked(file, edits)),
      0.95,
    );
  }
  const windows = fileOf(lines, '\r\n');
  const exact = editsOf(lines, count, (text) => text);
  detail.crlf = percentile(
    timesOf(30, () => checked(windows, exact)),
    0.95,
  );
  detail.hunks = percentile(
    timesOf(30, () => hunksBetween(file, file.replaceAll('5 && this.ready', '5 && this.open'))),
    0.95,
  );
  const request = { files: { 'a.ts': file }, format: 'edit_file', payload: { path: 'a.ts', edits: exact } };
  const times = timesOf(60, () => debugEdit(request));
  return { value: percentile(times, 0.95), unit: 'ms', goal, n: times.length, detail };
}

/** A measurement of something that fails would be a lie. */
function checked(file: string, edits: readonly RequestedEdit[]): void {
  const result = applyEdits('a.ts', file, edits);
  if (result.kind === 'failed') {
    throw new Error(result.message);
  }
}

export function edit2k(): Record<'edit.2k.p95', Figure> {
  return { 'edit.2k.p95': measure(2000, 1, '< 5') };
}

export function edit50k(): Record<'edit.50k.p95', Figure> {
  return { 'edit.50k.p95': measure(50_000, 20, '< 30') };
}

/** Opening a review of 200 files and 2,000 hunks: the set made, kept in storage, its rows and every hunk fitted to the text of now. */
export function reviewOpen(): Record<'edit.review.open', Figure> {
  const inputs = Array.from({ length: 200 }, (_, index) => {
    const base = fileOf(400 + index);
    const applied = applyEdits(
      'a.ts',
      base,
      editsOf(400, 10, (text) => text),
    );
    if (applied.kind === 'failed') {
      throw new Error(applied.message);
    }
    const path = `/w/src/file${index}.ts`;
    const change = { path, newPath: undefined, base, result: applied.text, edits: applied.edits };
    return { change, path, label: `src/file${index}.ts` };
  });
  let hunks = 0;
  let stored = 0;
  const open = (): void => {
    const set = createReview({ id: 'set', title: 'bench', origin: 'agent' }, inputs);
    const rows = fileRows(set);
    stored = JSON.stringify(set).length;
    hunks = set.files.reduce((sum, file) => sum + fitFile(file, file.base).hunks.length, 0);
    if (rows.length !== inputs.length || nextStop([set], undefined, 1) === undefined) {
      throw new Error('The review is not complete.');
    }
  };
  const times = timesOf(20, open);
  const detail = { hunks, files: inputs.length, stored };
  return { 'edit.review.open': { value: percentile(times, 0.95), unit: 'ms', goal: '< 500', n: times.length, detail } };
}

/** 200 files with 10 hunks each, as a review opens them: every file's hunks. */
export function reviewHunks(): Record<'edit.review.hunks', Figure> {
  const files = Array.from({ length: 200 }, (_, index) => {
    const base = fileOf(400 + index);
    const edits = editsOf(400, 10, (text) => text);
    const result = applyEdits('a.ts', base, edits);
    return { base, result: result.kind === 'applied' ? result.text : base };
  });
  const count = (): number => files.reduce((sum, { base, result }) => sum + hunksBetween(base, result).length, 0);
  const times = timesOf(10, count);
  return {
    'edit.review.hunks': {
      value: percentile(times, 0.95),
      unit: 'ms',
      goal: '< 500',
      n: times.length,
      detail: { hunks: count() },
    },
  };
}
