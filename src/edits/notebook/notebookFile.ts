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
  /**
   * The text must begin with a cell, as what `proposeChanges` gives does.
   * @param source another state of the notebook: cells that come back from it have their outputs and metadata again
   */
  encode(text: string, source?: Uint8Array): Uint8Array;
}

/**
 * @param bytes undefined = the notebook is new
 * @returns undefined = the bytes are no notebook of version 4
 */
export function readNotebook(bytes: Uint8Array | undefined): NotebookText | undefined {
  try {
    const { mark, json } = bytes === undefined ? { mark: '', json: emptyNotebook } : jsonOf(bytes);
    const cells = cellsOfNotebook(json);
    return cells === undefined
      ? undefined
      : {
          text: textOfCells(cells),
          encode: (text, source) => {
            const other = source === undefined ? undefined : jsonOf(source).json;
            return new TextEncoder().encode(mark + withCells(json, cellsOfText(text) ?? [], other));
          },
        };
  } catch {
    return undefined;
  }
}

/** Throws where the bytes are not UTF-8. */
function jsonOf(bytes: Uint8Array): { readonly mark: string; readonly json: string } {
  const read = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const mark = read.startsWith('\uFEFF') ? '\uFEFF' : '';
  return { mark, json: read.slice(mark.length) };
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

/**
 * @param whole one that `cellsOfNotebook` can read
 * @param source another state of the notebook, from which cells may come back
 */
export function withCells(whole: string, wanted: readonly Cell[], source?: string): string {
  const old = cellsOfNotebook(whole) ?? [];
  if (textOfCells(old) === textOfCells(wanted)) {
    return whole;
  }
  const gone = source === undefined ? [] : goneCells(source, old);
  const known = [...old, ...gone.map(({ cell }) => cell)];
  const origins = originsOf(known, wanted);
  const list = cellsIn(whole);
  if (list === undefined) {
    return whole;
  }
  const items = itemsOf(whole, list.start);
  const layout = layoutOf(whole, list, items);
  const ids = new Set(old.map(({ id }) => id));
  const hasIds = (notebookSchema.parse(parseJson(whole)).nbformat_minor ?? 0) >= minorWithIds;
  const texts = wanted.map((cell, at) => {
    const from = origins[at]?.from ?? -1;
    const [item, origin] = [items[from], known[from]];
    if (item === undefined) {
      const id = hasIds ? freshId({ ...cell, id: origin?.id ?? cell.id }, at, ids) : undefined;
      const members = gone[from - old.length]?.members ?? membersOfNew(cell);
      return cellOf(members, id, origin?.text === cell.text ? undefined : cell.text, layout);
    }
    return origin?.text === cell.text ? whole.slice(item.start, item.end) : changedCell(whole, item, cell.text, layout);
  });
  const between = (at: number): string => {
    const [one, other] = [origins[at]?.from, origins[at + 1]?.from];
    const [end, start] = [items[one ?? -1]?.end, items[other ?? -1]?.start];
    return one !== undefined && other === one + 1 && start !== undefined ? whole.slice(end, start) : layout.between;
  };
  const body = texts.map((text, at) => (at === texts.length - 1 ? text : text + between(at))).join('');
  const inner = texts.length === 0 ? '' : layout.head + body + layout.tail;
  return `${whole.slice(0, list.start)}[${inner}]${whole.slice(list.end)}`;
}

function cellsIn(json: string): JsonSpan | undefined {
  return membersOf(json, json.search(/\S/)).get('cells');
}

/** Values as they are written in JSON, by key. */
type Members = ReadonlyMap<string, string>;

interface GoneCell {
  readonly cell: Cell;
  readonly members: Members;
}

/** The cells of `source` that a notebook with these cells does not have. */
function goneCells(source: string, now: readonly Cell[]): readonly GoneCell[] {
  const cells = cellsOfNotebook(source);
  const list = cells === undefined ? undefined : cellsIn(source);
  const items = list === undefined ? [] : itemsOf(source, list.start);
  const ids = new Set(now.map(({ id }) => id));
  const stayed = new Set(originsOf(cells ?? [], now).map((origin) => origin?.from));
  return items.flatMap(({ start }, at) => {
    const cell = cells?.[at];
    if (cell === undefined || (cell.id === undefined ? stayed.has(at) : ids.has(cell.id))) {
      return [];
    }
    const members = [...membersOf(source, start)].map(
      ([key, span]) => [key, source.slice(span.start, span.end)] as const,
    );
    return [{ cell, members: new Map(members) }];
  });
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

function membersOfNew({ kind }: Cell): Members {
  return new Map([
    ['cell_type', `"${kind}"`],
    ...(kind === 'code' ? [['execution_count', 'null'] as const] : []),
    ['id', '""'],
    ['metadata', '{}'],
    ...(kind === 'code' ? [['outputs', '[]'] as const] : []),
  ]);
}

/** @param text undefined = the one among the members */
function cellOf(given: Members, id: string | undefined, text: string | undefined, layout: Layout): string {
  const { cell, step } = layout;
  const members = new Map(given);
  if (id === undefined) {
    members.delete('id');
  } else {
    members.set('id', `"${id}"`);
  }
  if (text !== undefined) {
    members.set('source', sourceOf(text, layout));
  }
  const line = cell === '' ? '' : cell + step;
  const written = [...members].map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
  return `{${line}${written.join(`,${line === '' ? ' ' : line}`)}${cell}}`;
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
