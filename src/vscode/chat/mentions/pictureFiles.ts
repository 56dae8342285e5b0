/** Pictures among the files of the workspace. */
import * as vscode from 'vscode';

/** Bytes of a file that the page is given to make it smaller. */
const mostBytes = 15_000_000;

export function isPicture(address: string): boolean {
  return /\.(?:png|jpe?g|webp|gif|bmp)$/i.test(address);
}

/** As base64; undefined = there is none, or it is too large. */
export async function readPicture(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > mostBytes ? undefined : Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('base64');
  } catch {
    return undefined;
  }
}
