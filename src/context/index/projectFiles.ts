/** Files that say how a project is built, as far as imports depend on it. */

const names = /(?:^|\/)(?:package\.json|[tj]sconfig(?:\.[\w.-]+)?\.json|go\.mod|Cargo\.toml)$/;

export function isProjectFile(path: string): boolean {
  return names.test(path);
}
