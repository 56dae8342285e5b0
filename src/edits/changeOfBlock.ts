/** What a block of code from an answer changes in a file: read as a patch, as the new text of what was asked about, or by its definitions. */
import { hiddenAsIn } from '../base/hiddenCharacters';
import { readApplyPatch } from './formats/applyPatch';
import { readSearchReplaceBlocks } from './formats/searchReplaceBlocks';
import { type NamedLines, placeCode } from './placeCode';
import { type Proposal, type ProposedChange, proposeChanges } from './proposeChanges';
import { isNotebook } from './refuse/notebooks';

export interface CodeForFile {
  readonly path: string;
  /** The file as it is now, a notebook as its cells; undefined = it is to be made. */
  readonly base: string | undefined;
  readonly code: string;
  /** Lines that went along with the question, and the 0-based line where they began. */
  readonly selection?: { readonly text: string; readonly line: number } | undefined;
  readonly ofBase: readonly NamedLines[];
  readonly ofCode: readonly NamedLines[];
}

/** Undefined = the block does not say where it belongs; a failure = it does, and it does not fit. */
export function changeOfBlock(asked: CodeForFile): ProposedChange | Extract<Proposal, { kind: 'failed' }> | undefined {
  const { path, base } = asked;
  const code = hiddenAsIn(base ?? '')(asked.code);
  const block = { ...asked, code };
  if (/^\*\*\* Begin Patch/m.test(code)) {
    return only(block, readApplyPatch(code));
  }
  if (/^(?:<{5,9}|-{7}) ?SEARCH/m.test(code)) {
    const dialect = /^-{7} ?SEARCH/m.test(code) ? 'cline' : 'aider';
    return only(block, readSearchReplaceBlocks(code, dialect, path).reading);
  }
  const place = (): ProposedChange | undefined => placeCode(path, base, code, block.ofBase, block.ofCode);
  return inPlaceOfSelection(block) ?? (isNotebook(path) ? undefined : place());
}

function only(
  { path, base }: CodeForFile,
  reading: ReturnType<typeof readApplyPatch>,
): ReturnType<typeof changeOfBlock> {
  if (reading.kind === 'failed') {
    return reading;
  }
  // Which file it is has been decided: the block's own word for it may be a shorter path.
  const changes = reading.changes.filter((change) => change.path === path || path.endsWith(`/${change.path}`));
  const proposal = proposeChanges(
    changes.map((change) => ({ ...change, path })),
    () => base,
    'cells',
  );
  return proposal.kind === 'failed' ? proposal : proposal.changes[0];
}

/** The block is another version of the lines that were asked about: it begins or ends as they do, and they stand there still. */
function inPlaceOfSelection({ path, base, code, selection }: CodeForFile): ProposedChange | undefined {
  const [old, now] = [selection?.text ?? '', code].map((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  if (base === undefined || selection === undefined || old === undefined || now === undefined || old.length < 2) {
    return undefined;
  }
  const isVersion = old[0] === now[0] && old.at(-1) === now.at(-1);
  const edit = { search: selection.text, replace: code, lineHint: selection.line + 1, wholeLines: true };
  const proposal = isVersion ? proposeChanges([{ kind: 'edit', path, edits: [edit] }], () => base, 'cells') : undefined;
  return proposal?.kind === 'proposed' ? proposal.changes[0] : undefined;
}
