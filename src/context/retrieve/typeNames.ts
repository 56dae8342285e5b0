/** Names of types in what a definition says about itself, where no compiler is at hand. */
import type { Definition } from '../../syntax/Outline';

/** Types that hold or promise another one: what is inside matters. */
const wrappers = new Set([
  ...[
    'Promise',
    'PromiseLike',
    'Array',
    'ReadonlyArray',
    'Readonly',
    'Partial',
    'Required',
    'Awaited',
    'Map',
    'Set',
    'Record',
  ],
  ...[
    'Optional',
    'List',
    'Sequence',
    'Iterable',
    'Iterator',
    'Union',
    'Dict',
    'Tuple',
    'Type',
    'Awaitable',
    'Final',
    'ClassVar',
    'Annotated',
  ],
  ...['Option', 'Result', 'Box', 'Rc', 'Arc', 'RefCell', 'Mutex', 'Vec', 'Collection', 'CompletableFuture', 'Future'],
]);
const words = new Set([
  ...[
    'any',
    'unknown',
    'never',
    'void',
    'undefined',
    'null',
    'string',
    'number',
    'boolean',
    'bigint',
    'object',
    'symbol',
    'true',
    'false',
  ],
  ...[
    'readonly',
    'keyof',
    'typeof',
    'infer',
    'extends',
    'implements',
    'permits',
    'metaclass',
    'new',
    'const',
    'mut',
    'dyn',
    'impl',
    'ref',
    'static',
    'self',
    'Self',
    'this',
  ],
  ...[
    'int',
    'long',
    'short',
    'byte',
    'char',
    'float',
    'double',
    'bool',
    'str',
    'bytes',
    'None',
    'String',
    'error',
    'usize',
    'final',
    'await',
  ],
]);

/** The names in a type as it is written that may be a workspace's, `package.Type` as one name; the likeliest first. */
export function namesInType(type: string): string[] {
  const names = type.match(/[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::)[\p{L}_$][\p{L}\p{N}_$]*)*/gu) ?? [];
  return [...new Set(names.map((name) => name.replaceAll('::', '.')))]
    .filter((name) => !words.has(name) && !wrappers.has(name))
    .slice(0, 6);
}

/** Of a class its bases, of a function what it gives back, of a variable its type, written or seen in `= new X(`. */
export function typeNames({ type, kind, name, signature }: Definition): string[] {
  if (kind === 'class' || kind === 'interface') {
    // The header names all of its bases, `type` the first one.
    const behind = signature.slice(signature.indexOf(name) + name.length);
    return [...new Set([...namesInType(type ?? ''), ...namesInType(behind)])];
  }
  if (type !== undefined) {
    return namesInType(type);
  }
  if (kind === 'struct') {
    // `struct Age(Seconds);`
    return namesInType(/^[^{(]*\(([^{]*)\)/.exec(signature)?.[1] ?? '').filter((one) => !/^(?:pub|crate)$/.test(one));
  }
  if (kind === 'type') {
    return namesInType(signature.slice(signature.indexOf('=') + 1)).filter(
      (one) => signature.includes('=') && one !== name,
    );
  }
  if (kind === 'constant' || kind === 'variable' || kind === 'field') {
    const made = /[=:]\s*(?:await\s+)?(?:new\s+|&\s*)?([\p{L}_$][\p{L}\p{N}_$.:]*)\s*(?:<[^()]*>)?\s*[({]/u.exec(
      signature,
    )?.[1];
    return made === undefined ? [] : namesInType(made);
  }
  return [];
}
