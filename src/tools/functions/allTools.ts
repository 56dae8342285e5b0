/** Every tool, in the order in which a model reads of them. */
import type { Tool } from '../Tool';
import { askUser } from './acting/askUser';
import { fetchUrl } from './acting/fetchUrl';
import { runCommand } from './acting/runCommand';
import { runPython } from './acting/runPython';
import { runTests } from './acting/runTests';
import { todo } from './acting/todo';
import { applyPatch } from './changing/applyPatch';
import { createFile } from './changing/createFile';
import { deleteFile } from './changing/deleteFile';
import { editFile } from './changing/editFile';
import { renameSymbol } from './changing/renameSymbol';
import { findFiles } from './looking/findFiles';
import { findReferences } from './looking/findReferences';
import { findSymbol } from './looking/findSymbol';
import { getChanges } from './looking/getChanges';
import { getDiagnostics } from './looking/getDiagnostics';
import { listDirectory } from './looking/listDirectory';
import { readFile } from './looking/readFile';
import { searchText } from './looking/searchText';

export const allTools: readonly Tool[] = [
  ...[readFile, listDirectory, findFiles, searchText, findSymbol, findReferences, getDiagnostics, getChanges],
  ...[editFile, applyPatch, createFile, deleteFile, renameSymbol],
  ...[runCommand, runTests, runPython, fetchUrl, askUser, todo],
];

/** Where there is no sandbox, nothing that needs one is offered. */
export const toolsWithoutSandbox: readonly Tool[] = allTools.filter(({ kind }) => kind !== 'compute');

/** Those that only look: what other assistants may use as well. */
export const lookingTools: readonly Tool[] = allTools.filter(({ kind }) => kind === 'read');
