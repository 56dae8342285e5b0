/**
 * Outlines as the index keeps them: one line of JSON each, a tenth of the objects' size, read when somebody asks. Two thirds of a large
 * workspace are never asked for.
 */
import * as z from 'zod';
import type { Definition, DefinitionKind, Outline } from '../../syntax/Outline';

/** The place in this list is what is stored: only ever append. */
const kinds = [
  'class',
  'constant',
  'constructor',
  'enum',
  'field',
  'function',
  'interface',
  'macro',
  'method',
  'module',
  'struct',
  'trait',
  'type',
  'variable',
] as const satisfies readonly DefinitionKind[];

const importedName = z.tuple([z.string(), z.string()]);
const packedOutline = z.object({
  /** name, kind, first line, lines to the last, lines to the name, header, container or -1, exported, type or '', receiver or ''. */
  d: z.array(
    z.tuple([
      z.string(),
      z
        .int()
        .min(0)
        .max(kinds.length - 1),
      z.int(),
      z.int(),
      z.int(),
      z.string(),
      z.int(),
      z.int(),
      z.string(),
      z.string(),
    ]),
  ),
  /** specifier, line, re-exported, names. */
  i: z.array(z.tuple([z.string(), z.int(), z.int(), z.array(importedName)])),
  e: z.array(importedName),
  m: z.string().optional(),
});

/** Comments are left out: nothing that is asked for in a hurry needs them. */
export function packOutline({ definitions, imports, exports, module }: Outline): string {
  return JSON.stringify({
    d: definitions.map((one) => [
      one.name,
      kinds.indexOf(one.kind),
      one.startLine,
      one.endLine - one.startLine,
      one.nameLine - one.startLine,
      one.signature,
      one.container ?? -1,
      one.exported ? 1 : 0,
      one.type ?? '',
      one.receiver ?? '',
    ]),
    i: imports.map((one) => [
      one.specifier,
      one.line,
      one.reExported ? 1 : 0,
      one.names.map(({ name, local }) => [name, local]),
    ]),
    e: exports.map(({ name, local }) => [name, local]),
    m: module,
  } satisfies z.input<typeof packedOutline>);
}

/** Undefined = this is no packed outline. */
export function unpackOutline(text: string): Outline | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = packedOutline.safeParse(value);
  if (!parsed.success) {
    return undefined;
  }
  const { d, i, e, m } = parsed.data;
  const toName = ([name, local]: z.infer<typeof importedName>) => ({ name, local });
  return {
    definitions: d.map(
      ([name, kind, startLine, lines, toNameLine, signature, container, exported, type, receiver]): Definition => ({
        name,
        kind: kinds[kind] ?? 'variable',
        startLine,
        endLine: startLine + lines,
        nameLine: startLine + toNameLine,
        signature,
        exported: exported === 1,
        ...(container < 0 ? {} : { container }),
        ...(type === '' ? {} : { type }),
        ...(receiver === '' ? {} : { receiver }),
      }),
    ),
    imports: i.map(([specifier, line, reExported, names]) => ({
      specifier,
      line,
      reExported: reExported === 1,
      names: names.map(toName),
    })),
    exports: e.map(toName),
    ...(m === undefined ? {} : { module: m }),
  };
}
