/**
 * The patch format of OpenAI's `apply_patch` tool: `*** Begin Patch`, sections that add, update, move or delete a file, `*** End Patch`.
 * Text around the two marks is ignored (fences, a shell heredoc); without the second mark nothing counts. Several patches are one.
 */
import { textsOfPatchLines } from '../patchReading';
import { type EditFailure, failure, type PatchLine, type RequestedChange, type RequestedEdit } from '../RequestedEdit';
import { type FormatReader, type FormatReading, LineCutter, withoutThoughts } from './FormatReading';

interface Chunk {
  readonly anchors: string[];
  readonly lines: PatchLine[];
  lineHint: number | undefined;
  atEnd: boolean;
}

type Section =
  | { readonly kind: 'create'; readonly path: string; readonly lines: string[] }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'edit'; readonly path: string; moveTo: string | undefined; readonly chunks: Chunk[] };

const header = /^\*\*\* (Add|Update|Delete) File: (.+)$/;
const endOfFile = '*** End of File';
const noFinalBreak = /^\\ No newline at end of file\s*$/;
const move = /^\*\*\* Move to: (.+)$/;
/** The lines of a unified diff that name its files. */
const fileHeader = /^(?:diff --git |index [0-9a-f]+\.\.|--- (?:a\/|\/dev\/null)|\+\+\+ (?:b\/|\/dev\/null))/;
/** The header of a hunk of a unified diff, which models mix in: its first number is a hint. */
const unifiedHeader = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/;

export class ApplyPatchReader implements FormatReader {
  private state: 'before' | 'inside' | 'after' = 'before';
  private section: Section | undefined;
  /** White space in front of the first mark, as in a list: it stands in front of every line. */
  private margin = '';
  private readonly changes: RequestedChange[] = [];
  private problem: EditFailure | undefined;
  private readonly lines = new LineCutter(
    withoutThoughts(
      (line) => this.readLine(line),
      () => this.forget(),
    ),
  );

  push(text: string): void {
    this.lines.push(text);
  }

  complete(): readonly RequestedChange[] {
    return this.problem === undefined ? [...this.changes] : [];
  }

  finish(): FormatReading {
    this.lines.finish();
    if (this.problem !== undefined) {
      return this.problem;
    }
    if (this.state === 'before') {
      return failure(
        'bad_format',
        'There is no patch. Begin it with “*** Begin Patch” and end it with “*** End Patch”.',
      );
    }
    if (this.state === 'inside') {
      return failure('truncated', 'The patch stops before “*** End Patch”. Nothing was changed. Send a shorter patch.');
    }
    return this.changes.length === 0
      ? failure('bad_format', 'The patch has no section. Name a file with “*** Update File: path”.')
      : { kind: 'read', changes: this.changes };
  }

  private readLine(written: string): void {
    if (this.state !== 'inside') {
      if (written.trim() === '*** Begin Patch') {
        this.state = 'inside';
        this.margin = written.slice(0, written.indexOf('*'));
      }
      return;
    }
    if (this.problem !== undefined) {
      return;
    }
    const line = written.startsWith(this.margin) ? written.slice(this.margin.length) : written;
    if (line.trimEnd() === '*** End Patch') {
      this.closeSection();
      this.state = 'after';
      return;
    }
    const found = header.exec(line);
    if (found !== null) {
      this.closeSection();
      this.section = openSection(found[1] ?? '', (found[2] ?? '').trim());
      return;
    }
    this.readBody(line);
  }

  /** What came before was thought and not said. */
  private forget(): void {
    if (this.state !== 'inside') {
      this.state = 'before';
      this.changes.length = 0;
      this.problem = undefined;
    }
  }

  private readBody(line: string): void {
    const { section } = this;
    if (section === undefined) {
      if (line.trim() !== '') {
        this.fail(`“${line}” stands before any file. Name the file with “*** Update File: path” first.`);
      }
    } else if (section.kind === 'create') {
      if (section.lines.length === 0 && (fileHeader.test(line) || line.startsWith('@@'))) {
        // A unified diff's own way to say that the file is new.
        return;
      }
      if (line.startsWith('+')) {
        section.lines.push(line.slice(1));
      } else if (line.trim() !== '' && line.trim() !== endOfFile) {
        this.fail(`${section.path}: every line of a new file begins with “+”; “${line}” does not.`);
      }
    } else if (section.kind === 'delete') {
      if (line.trim() !== '') {
        this.fail(`${section.path}: nothing follows “Delete File”; “${line}” does.`);
      }
    } else {
      const moved = move.exec(line);
      if (moved !== null && section.chunks.length === 0) {
        section.moveTo = moved[1]?.trim();
      } else {
        readChunkLine(section.chunks, line);
      }
    }
  }

  private closeSection(): void {
    const { section } = this;
    this.section = undefined;
    if (section === undefined) {
      return;
    }
    switch (section.kind) {
      case 'create':
        this.changes.push({
          ...pathOf(section),
          kind: 'create',
          content: section.lines.map((line) => `${line}\n`).join(''),
        });
        return;
      case 'delete':
        this.changes.push({ ...pathOf(section), kind: 'delete' });
        return;
      case 'edit': {
        const chunks = section.chunks.filter(({ lines }) => lines.some(({ kind }) => kind !== 'context'));
        if (chunks.length === 0 && section.moveTo === undefined) {
          this.fail(`${section.path}: the section changes nothing. Mark lines with “-” and “+”.`);
        } else {
          this.changes.push({ ...pathOf(section), kind: 'edit', edits: chunks.map(editOf), moveTo: section.moveTo });
        }
      }
    }
  }

  private fail(message: string): void {
    this.problem ??= failure('bad_format', message);
  }
}

/** The whole text at once. */
export function readApplyPatch(text: string): FormatReading {
  const reader = new ApplyPatchReader();
  reader.push(text);
  return reader.finish();
}

function pathOf({ path }: Section): { readonly path: string } {
  return { path };
}

function openSection(word: string, path: string): Section {
  switch (word) {
    case 'Add':
      return { kind: 'create', path, lines: [] };
    case 'Delete':
      return { kind: 'delete', path };
    default:
      return { kind: 'edit', path, moveTo: undefined, chunks: [] };
  }
}

function readChunkLine(chunks: Chunk[], line: string): void {
  const last = chunks.at(-1);
  if (last === undefined && fileHeader.test(line)) {
    return;
  }
  if (line.startsWith('@@')) {
    const unified = unifiedHeader.exec(line);
    const anchor = unified === null ? line.slice(2).trim().replace(/@@$/, '').trim() : '';
    // `@@` lines that follow each other lead to one place.
    const chunk = last !== undefined && last.lines.length === 0 ? last : newChunk(chunks);
    if (anchor !== '') {
      chunk.anchors.push(anchor);
    }
    chunk.lineHint = unified === null ? chunk.lineHint : Number(unified[1]);
    return;
  }
  const chunk = last ?? newChunk(chunks);
  if (line.trimEnd() === endOfFile) {
    chunk.atEnd = true;
    return;
  }
  if (noFinalBreak.test(line)) {
    // A unified diff's remark. The file keeps its own end.
    return;
  }
  const text = line.slice(1);
  if (line.startsWith('+')) {
    chunk.lines.push({ kind: 'add', text, raw: line });
  } else if (line.startsWith('-')) {
    chunk.lines.push({ kind: 'remove', text, raw: line });
  } else {
    chunk.lines.push({ kind: 'context', text: line.startsWith(' ') ? text : line, raw: line });
  }
}

function newChunk(chunks: Chunk[]): Chunk {
  const chunk = { anchors: [], lines: [], lineHint: undefined, atEnd: false };
  chunks.push(chunk);
  return chunk;
}

function editOf({ anchors, lines, lineHint, atEnd }: Chunk): RequestedEdit {
  const used = withoutOuterBlanks(lines);
  return {
    ...textsOfPatchLines(used),
    wholeLines: true,
    patchLines: used,
    ...(anchors.length > 0 ? { anchors } : {}),
    ...(lineHint === undefined ? {} : { lineHint }),
    ...(atEnd ? { atEnd } : {}),
  };
}

/** Empty lines after the last change are often only the patch's own layout. */
function withoutOuterBlanks(lines: readonly PatchLine[]): readonly PatchLine[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.raw === '') {
    end--;
  }
  return lines.slice(0, end);
}
