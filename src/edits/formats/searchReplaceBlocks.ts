/**
 * Search and replace blocks in a model's prose, in three dialects:
 * - aider: the file's name on the line before the fence, `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`;
 * - roo: the same marks, after SEARCH perhaps `:start_line:N` and `-------`; a backslash protects a line that looks like a mark;
 * - cline: `------- SEARCH`, `=======`, `+++++++ REPLACE`.
 * Prose around the blocks is never part of an edit. A block that is not closed makes the whole reply count for nothing.
 */
import { type EditFailure, failure, type RequestedChange, type RequestedEdit } from '../RequestedEdit';
import { type FormatReader, type FormatReading, LineCutter, withoutThoughts } from './FormatReading';

export const blockDialects = ['aider', 'roo', 'cline'] as const;
export type BlockDialect = (typeof blockDialects)[number];

/** A block as it was read; texts are whole lines with LF line ends. */
export interface SearchReplaceBlock {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  readonly lineHint?: number;
}

interface OpenBlock {
  readonly file: string | undefined;
  /** Number of characters of the opening mark: the divider has as many. */
  readonly width: number;
  readonly search: string[];
  replace: string[] | undefined;
  lineHint: number | undefined;
  /** The lines between the opening mark and the search text are behind us. */
  headerRead: boolean;
}

const marks: Readonly<Record<BlockDialect, { readonly open: RegExp; readonly close: RegExp }>> = {
  aider: { open: /^(<{5,9}) ?SEARCH>?\s*$/, close: /^>{5,9} ?REPLACE\s*(?:`{3,}|~{3,})?\s*$/ },
  roo: { open: /^(<{5,9}) ?SEARCH>?\s*$/, close: /^>{5,9} ?REPLACE\s*(?:`{3,}|~{3,})?\s*$/ },
  cline: { open: /^([-<]{3,}) ?SEARCH>?\s*$/, close: /^(?:\+{3,}|>{3,}) ?REPLACE>?\s*(?:`{3,}|~{3,})?\s*$/ },
};
const divider = /^={3,}\s*$/;
const startLine = /^:start_line:\s*(\d+)\s*$/;
const endLine = /^:end_line:\s*\d+\s*$/;
const dashes = /^-{5,9}\s*$/;
/** A longer line is prose. */
const longestNameLine = 500;
const fence = /^\s*(`{3,}|~{3,})(.*)$/;

export class SearchReplaceReader implements FormatReader {
  private readonly read: SearchReplaceBlock[] = [];
  private block: OpenBlock | undefined;
  private problem: EditFailure | undefined;
  /** The last line that may name a file: before the fence, on it, or right below it. */
  private nameCandidate: string | undefined;
  /** Names that stood on lines of their own since the last block, prose after them or not. */
  private names = new Set<string>();
  private lastFile: string | undefined;
  /** The fence that we are in, and the names from before it: those in it are code unless a block follows in it. */
  private fence: { readonly mark: string; names: ReadonlySet<string> } | undefined;
  private readonly lines = new LineCutter(
    withoutThoughts(
      (line) => this.readLine(line),
      () => this.forget(),
    ),
  );

  constructor(
    private readonly dialect: BlockDialect,
    /** The file that blocks without a name are for; undefined = such a block is an error. */
    private readonly targetPath?: string,
    /** Files that there are: a line that holds one of their paths names it, whatever else it says. */
    private readonly knownFiles: readonly string[] = [],
  ) {}

  push(text: string): void {
    this.lines.push(text);
  }

  /** The blocks that are complete so far, in the order of the text. */
  get blocks(): readonly SearchReplaceBlock[] {
    return this.read;
  }

  complete(): readonly RequestedChange[] {
    return this.problem === undefined ? changesOf(this.read) : [];
  }

  finish(): FormatReading {
    this.lines.finish();
    if (this.problem !== undefined) {
      return this.problem;
    }
    if (this.block !== undefined) {
      return failure('truncated', 'The last block is not closed. Nothing was changed. Send fewer or shorter blocks.');
    }
    if (this.read.length === 0) {
      return failure('bad_format', 'There is no search and replace block in the text.');
    }
    return { kind: 'read', changes: changesOf(this.read) };
  }

  private readLine(line: string): void {
    if (this.problem !== undefined) {
      return;
    }
    const opened = marks[this.dialect].open.exec(line);
    if (this.block === undefined) {
      if (opened === null) {
        this.noteName(line);
        return;
      }
      this.block = {
        file: this.fileOfBlock(),
        width: opened[1]?.length ?? 7,
        search: [],
        replace: undefined,
        lineHint: undefined,
        headerRead: false,
      };
      this.nameCandidate = undefined;
      this.names = new Set();
      if (this.fence !== undefined) {
        this.fence.names = new Set();
      }
      return;
    }
    if (opened !== null) {
      this.fail('A block begins inside another one. Close each block with its REPLACE line.');
    } else if (marks[this.dialect].close.test(line)) {
      this.close(this.block);
    } else {
      this.readContent(this.block, line);
    }
  }

  /** What came before was thought and not said. */
  private forget(): void {
    if (this.block === undefined) {
      this.read.length = 0;
      this.problem = undefined;
      this.names = new Set();
      [this.nameCandidate, this.lastFile, this.fence] = [undefined, undefined, undefined];
    }
  }

  /** Only aider's blocks name their file; in the others a path before the block is prose, unless there is nothing else. */
  private fileOfBlock(): string | undefined {
    if (this.dialect !== 'aider' && this.targetPath !== undefined) {
      return this.targetPath;
    }
    const [only, other] = this.names;
    // Between two names above the text in between nobody can choose.
    return this.nameCandidate ?? (other === undefined ? (only ?? this.lastFile ?? this.targetPath) : undefined);
  }

  private readContent(block: OpenBlock, line: string): void {
    if (divider.test(line) && line.trimEnd().length === block.width) {
      if (block.replace !== undefined) {
        this.fail('A block has more than one ======= line, so it is not clear where the new text begins.');
      }
      block.replace = [];
      return;
    }
    if (this.dialect === 'roo' && !block.headerRead && block.replace === undefined) {
      const hint = startLine.exec(line);
      if (hint !== null) {
        block.lineHint = Number(hint[1]);
        return;
      }
      if (endLine.test(line)) {
        return;
      }
      block.headerRead = true;
      if (dashes.test(line)) {
        return;
      }
    }
    const content =
      this.dialect === 'roo' && /^\\(?:<{5,9}|={5,9}|>{5,9}|-{5,9}|:start_line:)/.test(line) ? line.slice(1) : line;
    (block.replace ?? block.search).push(content);
  }

  private close(open: OpenBlock): void {
    this.block = undefined;
    const block = open.replace === undefined ? withOtherDivider(open) : open;
    if (block.replace === undefined) {
      this.fail('A block has no ======= line between the text to be searched and the new text.');
      return;
    }
    if (block.file === undefined) {
      this.fail('A block does not say which file it is for. Write the path on the line before the fence.');
      return;
    }
    this.lastFile = block.file;
    const hint = block.lineHint === undefined || block.lineHint < 1 ? {} : { lineHint: block.lineHint };
    this.read.push({ file: block.file, search: joined(block.search), replace: joined(block.replace), ...hint });
  }

  private noteName(line: string): void {
    const fenced = fence.exec(line);
    if (fenced === null) {
      if (line.trim() !== '') {
        this.nameCandidate = this.fileNamed(line);
        const bare = bareName(line);
        if (this.nameCandidate !== undefined && this.nameCandidate === bare) {
          this.names.add(bare);
        }
      }
      return;
    }
    const mark = fenced[1] ?? '';
    if (this.fence !== undefined && mark.startsWith(this.fence.mark) && (fenced[2] ?? '').trim() === '') {
      this.names = new Set(this.fence.names);
      this.nameCandidate = undefined;
      this.fence = undefined;
      return;
    }
    this.fence ??= { mark, names: new Set(this.names) };
    const info = (fenced[2] ?? '').slice(0, longestNameLine).trim();
    const named = info
      .split(/[\s:=]+/)
      .slice(1)
      .map(fileName)
      .find((name) => name !== undefined);
    this.nameCandidate = named ?? (/[./\\]/.test(info) ? fileName(info) : undefined) ?? this.nameCandidate;
  }

  private fileNamed(line: string): string | undefined {
    if (line.length > longestNameLine) {
      return undefined;
    }
    const bare = bareName(line);
    if (this.knownFiles.includes(bare)) {
      return bare;
    }
    const name = fileName(line);
    const [known, other] = this.knownFiles.filter((file) => line.split(/[\s`*"'():,]+/).includes(file));
    return known !== undefined && other === undefined ? known : name;
  }

  private fail(message: string): void {
    this.problem ??= failure('bad_format', message);
  }
}

/** The whole text at once. */
export function readSearchReplaceBlocks(
  text: string,
  dialect: BlockDialect,
  targetPath?: string,
  knownFiles?: readonly string[],
): { readonly reading: FormatReading; readonly blocks: readonly SearchReplaceBlock[] } {
  const reader = new SearchReplaceReader(dialect, targetPath, knownFiles);
  reader.push(text);
  const reading = reader.finish();
  return { reading, blocks: reader.blocks };
}

/** A block whose divider has another length than its opening mark, where only one line can be it. */
function withOtherDivider(block: OpenBlock): OpenBlock {
  const [at, other] = block.search.flatMap((line, index) => (divider.test(line) ? [index] : []));
  return at === undefined || other !== undefined
    ? block
    : { ...block, search: block.search.slice(0, at), replace: block.search.slice(at + 1) };
}

/** A line without what stands around a name: list marks, `file:`, brackets, a remark. */
function undecorated(line: string): string {
  const text = line
    .trim()
    .replace(/^(?:[#>-]+\s+|\*\s+|\d+[.)]\s+|\/\/\s*)/, '')
    .replace(/^(?:file(?:name|path)?|path)\s*:\s*/i, '')
    .replace(/:$/, '')
    .replace(/\s+\((?:new|modified|changed|updated?|existing|edit)[^()]*\):?$/i, '');
  return /^<[^<>]+>$|^\[[^[\]]+\]$/.test(text) ? text.slice(1, -1) : text;
}

function bareName(line: string): string {
  return undecorated(line)
    .replace(/^[*_`"']+|[*_`"':]+$/g, '')
    .trim();
}

/** The path that a line names, its decoration taken off; undefined when it reads like a sentence. Spaces only between marks. */
function fileName(line: string): string | undefined {
  const text = undecorated(line);
  const bare = bareName(line);
  const decorated = /^[*`"']/.test(text) && /[*`"']:?$/.test(text);
  const looksLikePath = /[./\\]/.test(bare) || /^[A-Z]\w+file$/.test(bare);
  const impossible = /[<>|"*?`\0]|[.!?]$/.test(bare) || (/\s/.test(bare) && !decorated);
  return looksLikePath && !impossible ? bare : undefined;
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function changesOf(blocks: readonly SearchReplaceBlock[]): RequestedChange[] {
  const byFile = new Map<string, RequestedEdit[]>();
  for (const { file, search, replace, lineHint } of blocks) {
    const edit = { search, replace, wholeLines: true, ...(lineHint === undefined ? {} : { lineHint }) };
    byFile.set(file, [...(byFile.get(file) ?? []), edit]);
  }
  return [...byFile].map(([path, edits]) => ({ kind: 'edit', path, edits }));
}
