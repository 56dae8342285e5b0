/** The gate over paths, as every root makes it: here and nowhere else, so that no feature has a laxer one of its own. */
import type { Files, PathPlatform } from '../../platform/Files';
import type { WorkspaceRoot } from '../../tools/gate/folders';
import { PathGate } from '../../tools/gate/PathGate';
import { tandemIgnored } from '../../tools/gate/tandemIgnored';
import { realFiles, realPlatform } from '../realFiles';

export interface PathGateFacts {
  readonly roots: readonly WorkspaceRoot[];
  readonly trusted: boolean;
  /** The product's own folders. Absolute. */
  readonly ownFolders?: readonly string[];
  /** As in `GateOptions`; absent = there is no editor. */
  readonly isDirty?: (path: string) => boolean;
}

/** `files`, `platform`: absent = this machine's. */
export function createPathGate(
  { roots, trusted, ownFolders = [], isDirty = () => false }: PathGateFacts,
  files: Files = realFiles,
  platform: PathPlatform = realPlatform(),
): PathGate {
  const paths = roots.map(({ path }) => path);
  return new PathGate(files, {
    ...{ platform, roots, trusted, ownFolders, isDirty },
    isIgnored: tandemIgnored(files, paths),
  });
}
