/**
 * Cells in the JSON of a notebook's file, and changed cells put back into it. Only the changed parts are written anew: metadata, outputs,
 * numbers and layout of everything else keep their characters. Source of the form: https://nbformat.readthedocs.io (version 4).
 */
import * as z from 'zod';
import { toLineFeeds } from '../../base/text';
import { linesWithBreaks } from '../hunks';
import { fingerprint } from '../review/fingerprint';
import { type Cell, cellKinds, cellsOfText, textOfCells } from './cells';
import { itemsOf, type JsonSpan, membersOf } from './jsonSpans';
import { originsOf } from './origins';

const cellSchema = z.object({
  cell_type: z.enum(cellKinds),
  id: z.string().optional().catch(undefined),
  source: z.union([z.string(), z.array(z.string())]).default(''),
});
const notebookSchema = z.object({
  nbformat: z.literal(4),
  nbformat_minor: z.number().catch(0),
  cells: z.array(cellSchema),
});
/** Since this minor version of the format every cell has an id. */
const minorWithIds = 5;

const emptyNotebook =
  '{\n "cells": [],\n "metadata": {\n  "language_info": {\n   "name": "python"\n  }\n },\n "nbformat": 4,\n "nbformat_minor": 5\n}\n';

/** A notebook as the text of its cells, and the way back to its bytes. */
export interface NotebookText {
  readonly text: string;
  /** Must begin with a cell, as what `proposeChanges` gives does. */
  encode(text: string): Uint8Array;
}

/**
 * @param bytes undefined = the notebook is new
 * @returns undefined = the bytes are no notebook of version 4
 */
export function readNotebook(bytes: Uint8Array | undefined): NotebookText | undefined {
  try {
    const read = bytes === undefined ? '' : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const mark = read.startsWith('\uFEFF') ? '\uFEFF' : '';
    const json = bytes === undefined ? emptyNotebook : read.slice(mark.length);
    const cells = cellsOfNotebook(json);
    return cells === undefined
      ? undefined
      : {
          text: textOfCells(cells),
          encode: (text) => new TextEncoder().encode(mark + withCells(json, cellsOfText(text) ?? [])),
        };
  } catch {
    return undefined;
  }
}

/** Undefined = this is no notebook of version 4. */
export function cellsOfNotebook(json: string): readonly Cell[] | undefined {
  const parsed = notebookSchema.safeParse(parseJson(json));
  const ids = new Set<string>();
  return parsed.data?.cells.map(({ cell_type: kind, id, source }) => {
    const isUsable = id !== undefined && /^[\w-]{1,64}$/.test(id) && !ids.has(id);
    ids.add(id ?? '');
    return { kind, id: isUsable ? id : undefined, text: textOf(source) };
  });
}

/** A list of lines, in which some programs leave the breaks out. */
function textOf(source: string | readonly string[]): string {
  const lines = typeof source === 'string' ? [source] : source;
  return toLineFeeds(
    lines.map((line, at) => (at < lines.length - 1 && !line.endsWith('\n') ? `${line}\n` : line)).join(''),
  );
}

/** @param whole one that `cellsOfNotebook` can read */
export function withCells(whole: string, wanted: readonly Cell[]): string {
  const old = cellsOfNotebook(whole) ?? [];
  if (textOfCells(old) === textOfCells(wanted)) {
    return whole;
  }
  const origins = originsOf(old, wanted);
  const list = membersOf(whole, whole.search(/\S/)).get('cells');
  if (list === undefined) {
    return whole;
  }
  const items = itemsOf(whole, list.start);
  const layout = layoutOf(whole, list, items);
  const ids = new Set(old.map(({ id }) => id));
  const hasIds = (notebookSchema.parse(parseJson(whole)).nbformat_minor ?? 0) >= minorWithIds;
  const texts = wanted.map((cell, at) => {
    const from = origins[at]?.from;
    const item = from === undefined ? undefined : items[from];
    return item === undefined
      ? newCell(cell, hasIds ? freshId(cell, at, ids) : undefined, layout)
      : old[from ?? -1]?.text === cell.text
        ? whole.slice(item.start, item.end)
        : changedCell(whole, item, cell.text, layout);
  });
  const between = (at: number): string => {
    const [one, other] = [origins[at]?.from, origins[at + 1]?.from];
    const [end, start] = [items[one ?? -1]?.end, items[other ?? -1]?.start];
    return one !== undefined && other === one + 1 ? whole.slice(end, start) : layout.between;
  };
  const body = texts.map((text, at) => (at === texts.length - 1 ? text : text + between(at))).join('');
  const inner = texts.length === 0 ? '' : layout.head + body + layout.tail;
  return `${whole.slice(0, list.start)}[${inner}]${whole.slice(list.end)}`;
}

interface Layout {
  /** White space before the first cell, between two, behind the last one. */
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  /** Line break and indentation of a cell; '' = the file has all in one line. */
  readonly cell: string;
  /** One step of indentation. */
  readonly step: string;
}

function layoutOf(json: string, list: JsonSpan, items: readonly JsonSpan[]): Layout {
  const [first, second] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) {
    const step = /\n([ \t]+)"/.exec(json)?.[1] ?? '';
    const cell = step === '' ? '' : `\n${step}${step}`;
    return { head: cell, between: `,${cell}`, tail: step === '' ? '' : `\n${step}`, cell, step };
  }
  const head = json.slice(list.start + 1, first.start);
  const cell = head.includes('\n') ? head.slice(head.lastIndexOf('\n')) : '';
  return {
    ...{ head, cell, tail: json.slice(last.end, list.end - 1) },
    between: second === undefined ? `,${head}` : json.slice(first.end, second.start),
    step: cell.slice(1, 1 + (cell.length - 1) / 2),
  };
}

function changedCell(json: string, item: JsonSpan, text: string, layout: Layout): string {
  const source = membersOf(json, item.start).get('source');
  if (source === undefined) {
    const rest = json.slice(item.start + 1, item.end);
    return `{${layout.cell}${layout.step}"source": ${sourceOf(text, layout)}${/^\s*\}/.test(rest) ? '' : ','}${rest}`;
  }
  const written = json[source.start] === '"' ? JSON.stringify(text) : sourceOf(text, layout);
  return json.slice(item.start, source.start) + written + json.slice(source.end, item.end);
}

function sourceOf(text: string, { cell, step }: Layout): string {
  const lines = linesWithBreaks(text).map((line) => JSON.stringify(line));
  const line = cell === '' ? '' : cell + step + step;
  return lines.length === 0 ? '[]' : `[${line}${lines.join(`,${line}`)}${cell === '' ? '' : cell + step}]`;
}

function newCell({ kind, text }: Cell, id: string | undefined, layout: Layout): string {
  const { cell, step } = layout;
  const members = [
    `"cell_type": "${kind}"`,
    ...(kind === 'code' ? ['"execution_count": null'] : []),
    ...(id === undefined ? [] : [`"id": "${id}"`]),
    '"metadata": {}',
    ...(kind === 'code' ? ['"outputs": []'] : []),
    `"source": ${sourceOf(text, layout)}`,
  ];
  const line = cell === '' ? '' : cell + step;
  return `{${line}${members.join(`,${line === '' ? ' ' : line}`)}${cell}}`;
}

/** Its own id, where no other cell has it; else the same cell at the same place gets the same. */
function freshId(cell: Cell, at: number, taken: Set<string | undefined>): string {
  if (cell.id !== undefined && !taken.has(cell.id)) {
    taken.add(cell.id);
    return cell.id;
  }
  for (let attempt = 0; ; attempt++) {
    const id = fingerprint(`${attempt} ${at} ${cell.kind} ${cell.text}`).split('-').slice(1).join('-');
    if (!taken.has(id)) {
      taken.add(id);
      return id;
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
