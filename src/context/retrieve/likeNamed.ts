import type { Knowledge, SymbolKey } from '../Knowledge';
import { nameParts } from '../mix/relevance';

/** A function with members is a class of old JavaScript. */
const typeKinds = new Set(['class', 'struct', 'interface', 'trait', 'type', 'function']);

/** A word that may be several of a type's name: `queryset` of `QuerySet`. */
const shortestWord = 6;

/**
 * People call a `QueryCache` “queryCache”, “cache” or “theQueryCache”: the type with the most name parts in common at the end, when nothing
 * else tells what a variable is. A name may also be the beginning of its type's: `doc` of `Document`.
 */
export function likeNamed(name: string, { symbols }: Knowledge): SymbolKey | undefined {
  const wanted = nameParts(name).join(' ');
  const asOneWord = wanted.includes(' ') || wanted.length < shortestWord ? undefined : wanted;
  let best: { readonly key: SymbolKey; readonly length: number } | undefined;
  for (const [key, { name: type, kind, members, container }] of Object.entries(symbols)) {
    const isType = typeKinds.has(kind) && members.length > 0 && container === undefined;
    const parts = isType ? nameParts(type).join(' ') : '';
    const isLike =
      parts !== '' &&
      wanted !== '' &&
      (` ${wanted}`.endsWith(` ${parts}`) ||
        ` ${parts}`.endsWith(` ${wanted}`) ||
        (asOneWord !== undefined && parts.replaceAll(' ', '').endsWith(asOneWord)));
    const fits = isLike || (wanted.length >= 3 && (parts.split(' ').at(-1) ?? '').startsWith(wanted));
    const common = isLike ? Math.min(parts.length, wanted.length) * 100 : 50;
    const length = fits ? common - Math.abs(parts.length - wanted.length) : 0;
    if (fits && length > (best?.length ?? 0)) {
      best = { key, length };
    }
  }
  return best?.key;
}
