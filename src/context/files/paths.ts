/** Paths relative to a workspace folder, with forward slashes; `''` is the folder itself. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The name without its last extension. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/(?<=.)\.[^.]*$/, '');
}

/** Joins and takes out `.` and `..`; undefined = the path leaves the workspace folder. */
export function joinPaths(folder: string, relative: string): string | undefined {
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) {
        return undefined;
      }
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

/** A folder and all folders around it, the nearest first, the workspace folder (`''`) last. */
export function ancestorsOf(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; at !== ''; at = folderOf(at)) {
    folders.push(at);
  }
  return [...folders, ''];
}

/** Whether a path lies in a folder, at any depth. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
