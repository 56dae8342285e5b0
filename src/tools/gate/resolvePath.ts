/**
 * Where a path really leads: every step is looked at before the next `..` is taken, links are followed as the system would follow them,
 * and what does not exist yet hangs below the nearest folder that does. The answer is the volume's own spelling.
 */
import type { FileFacts, Files, PathPlatform } from '../../platform/Files';
import { type AbsolutePath, joinPath, splitAbsolute, splitRelative } from './pathText';

export interface ResolvedPath {
  readonly path: AbsolutePath;
  /** What is there; undefined = nothing yet. A link only when the last one was not to be followed. */
  readonly facts: FileFacts | undefined;
  /** The last parts of the path, those that are not there yet. */
  readonly missing: readonly string[];
  /** Whether a link was followed on the way. */
  readonly throughLink: boolean;
}

/** As many as Linux follows. */
const mostLinks = 40;

/**
 * @param followLast false = a link at the very end stands for itself, as for deleting and renaming
 * @returns undefined = links go round in a circle, or a step leads through a file
 */
export async function resolvePath(
  path: AbsolutePath,
  files: Files,
  platform: PathPlatform,
  followLast: boolean,
): Promise<ResolvedPath | undefined> {
  const plain = joinPath(path);
  // Where the volume itself spells the path like this, no step of it is a link.
  if (!path.segments.includes('..')) {
    const [real, facts] = await Promise.all([files.realPath(plain), files.facts(plain)]);
    if (real === plain && facts !== undefined && facts.kind !== 'link') {
      return { path, facts, throughLink: false, missing: [] };
    }
  }
  let root = path.root;
  const done: string[] = [];
  const waiting = [...path.segments].reverse();
  let links = 0;
  let facts: FileFacts | undefined = await files.facts(root);
  let existing = facts === undefined ? -1 : 0;
  for (let segment = waiting.pop(); segment !== undefined; segment = waiting.pop()) {
    if (segment === '..') {
      done.pop();
      existing = Math.min(existing, done.length);
      continue;
    }
    const here = joinPath({ root, segments: [...done, segment] });
    facts = existing === done.length ? await files.facts(here) : undefined;
    if (facts?.kind === 'link' && (followLast || waiting.length > 0)) {
      const target = ++links > mostLinks ? undefined : await files.readLink(here);
      if (target === undefined) {
        return undefined;
      }
      const absolute = splitAbsolute(target, platform);
      if (absolute !== undefined) {
        root = absolute.root;
        done.length = 0;
        existing = 0;
      }
      waiting.push(...(absolute?.segments ?? splitRelative(target, platform.system)).toReversed());
      continue;
    }
    if (facts !== undefined && facts.kind !== 'directory' && waiting.length > 0) {
      return undefined;
    }
    if (facts !== undefined && existing === done.length) {
      existing++;
    }
    done.push(segment);
  }
  facts = existing === done.length ? await files.facts(joinPath({ root, segments: done })) : undefined;
  const spelled = await spellAsVolume({ root, segments: done }, existing, facts?.kind === 'link', files, platform);
  return { path: spelled, facts, missing: done.slice(Math.max(0, existing)), throughLink: links > 0 };
}

/** The existing part as the volume spells it (case, short names), the missing part as it was written. */
async function spellAsVolume(
  { root, segments }: AbsolutePath,
  existing: number,
  endsInLink: boolean,
  files: Files,
  platform: PathPlatform,
): Promise<AbsolutePath> {
  const known = Math.max(0, endsInLink ? existing - 1 : existing);
  const real = await files.realPath(joinPath({ root, segments: segments.slice(0, known) }));
  const spelled = real === undefined ? undefined : splitAbsolute(real, platform);
  return spelled === undefined
    ? { root, segments }
    : { root: spelled.root, segments: [...spelled.segments, ...segments.slice(known)] };
}
