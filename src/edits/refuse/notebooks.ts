/** Notebooks are changed cell by cell, through the editor's model of them: as text their structure and outputs would break. */
import { type EditFailure, failure } from '../RequestedEdit';

export function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** Undefined = the file is none, so its text may be changed. */
export function refuseNotebook(path: string): EditFailure | undefined {
  return isNotebook(path) ? failure('refused', `${path}: a notebook is changed cell by cell, not as text.`) : undefined;
}
