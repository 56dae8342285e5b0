/** Notebooks are changed as their cells: as JSON text their structure and outputs would break. */
import { cellsOfText, codeOfText } from '../notebook/cells';
import { type EditFailure, failure } from '../RequestedEdit';

export function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** What of a file's text a parser of its language is given: of a notebook the cells that hold code. */
export function parsedText(path: string, text: string): string {
  return isNotebook(path) ? codeOfText(text) : text;
}

/** Undefined = the file is none, so its text may be changed. */
export function refuseNotebook(path: string): EditFailure | undefined {
  return isNotebook(path)
    ? failure(
        'refused',
        `${path}: a notebook is changed cell by cell, never by its JSON. Read it with read_file and send lines of its cells, without quotes; a new cell begins with a line “# %% [code]” or “# %% [markdown]”.`,
      )
    : undefined;
}

/** A search text that was copied from the JSON of a notebook: its structure, or a line of a cell in quotes. */
const fromJson = /"(?:cell_type|nbformat|outputs|source|execution_count)"\s*:|^\s*".*"\s*,?\s*$/m;

export function isFromNotebookJson(search: string): boolean {
  return fromJson.test(search);
}

/** Undefined = a text that a notebook may become. */
export function refuseCells(path: string, result: string): EditFailure | undefined {
  return isNotebook(path) && cellsOfText(result) === undefined ? refuseNotebook(path) : undefined;
}
