/** What `debug prompt` knows of a workspace: its index, built once a run, the files said to be open and the edits said to be recent. */
import { resolve } from 'node:path';
import * as z from 'zod';
import type { EditedPlace } from '../../context/ContextIndex';
import { type ContextSource, emptyContext } from '../../context/ContextSource';
import { createFolderOpener } from '../context/openFolder';
import type { OpenContext } from './debugPrompt';

/** `path` or `file`, and the lines that were edited, 0-based, both included; the last edit first. */
const recentEdit = z
  .object({
    path: z.string().optional(),
    file: z.string().optional(),
    startLine: z.int().min(0).default(0),
    endLine: z.int().min(0).optional(),
  })
  .transform(({ path, file, startLine, endLine }): EditedPlace => {
    return { path: path ?? file ?? '', startLine, endLine: endLine ?? startLine };
  });

let opener: ReturnType<typeof createFolderOpener> | undefined;

/** Without a workspace nothing is read beside the file itself. */
export const openPromptContext: OpenContext = async (workspace, { openFiles, recentEdits }): Promise<ContextSource> => {
  if (workspace === '') {
    return emptyContext;
  }
  opener ??= createFolderOpener(resolve(__dirname, 'grammars'));
  const edits = recentEdits.flatMap((edit) => {
    const parsed = recentEdit.safeParse(edit);
    return parsed.success ? [parsed.data] : [];
  });
  return opener(resolve(workspace), { visited: () => openFiles, edits: () => edits, snippets: () => [] });
};
