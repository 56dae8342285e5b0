/** The classes of the substitute for javatuples, one for each length. */
import tuplesSource from '../programs/Tuples.java';

const names = ['Unit', 'Pair', 'Triplet', 'Quartet', 'Quintet', 'Sextet', 'Septet', 'Octet', 'Ennead', 'Decade'];

/** Files of the package `org.javatuples` by their names. */
export function tupleFiles(): Readonly<Record<string, string>> {
  const classes = names.map((name, index) => [`${name}.java`, tupleClass(name, index + 1)] as const);
  return { 'Tuples.java': tuplesSource, ...Object.fromEntries(classes) };
}

function tupleClass(name: string, length: number): string {
  const letters = Array.from({ length }, (_, at) => String.fromCharCode(65 + at));
  const generics = `<${letters.join(', ')}>`;
  const parameters = letters.map((letter) => `${letter} value${letter}`).join(', ');
  const values = letters.map((letter) => `value${letter}`).join(', ');
  const getters = letters.map(
    (letter, at) =>
      `  @SuppressWarnings("unchecked") public ${letter} getValue${at}() { return (${letter}) values[${at}]; }`,
  );
  return [
    'package org.javatuples;',
    `public final class ${name}${generics} extends Tuples {`,
    `  public ${name}(${parameters}) { super(${values}); }`,
    `  public static ${generics} ${name}${generics} with(${parameters}) { return new ${name}<>(${values}); }`,
    ...getters,
    '}',
    '',
  ].join('\n');
}
