/** The name of a file or folder in the id of its mention (`file:` or `folder:` and an address); undefined = it is something else. */
export function nameInAddress(id: string): string | undefined {
  const [, name] = /^(?:file|folder):.*?([^/]+)\/?$/s.exec(id) ?? [];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    // A sign in it that looks like the code of one.
    return name;
  }
}
