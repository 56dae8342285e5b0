/**
 * Languages whose files declare what package or namespace they belong to, wherever they lie: Java, Kotlin, Scala, Groovy, C#, PHP. A class
 * is found by package and name; what is in the same package needs no import (Java Language Specification, chapter 7).
 */

import { stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type FoundModule, type ModuleFinder, nowhere } from './ModuleFinder';

export function packageModules(symbols: Symbols): ModuleFinder {
  /** Files of a package in the order in which they most likely hold a name. */
  const filesFor = (module: string, name: string): readonly string[] => {
    const files = symbols.declaring(module);
    return [...files.filter((path) => stemOf(path) === name), ...files.filter((path) => stemOf(path) !== name)];
  };

  const find = (specifier: string): FoundModule => {
    const separator = specifier.includes('\\') ? '\\' : '.';
    const segments = specifier
      .replace(/^\\/, '')
      .split(separator)
      .filter((segment) => segment !== '*' && segment !== '');
    for (let length = segments.length; length > 0; length--) {
      const inner = segments.slice(length);
      const files = filesFor(segments.slice(0, length).join(separator), inner[0] ?? '');
      if (files.length > 0) {
        const holding = inner.length === 0 ? files : files.filter((path) => defines(symbols, path, inner[0] ?? ''));
        return holding.length === 0 ? nowhere : { paths: holding, inner };
      }
    }
    return nowhere;
  };

  return {
    find,
    child: (specifier, name) => find(`${specifier}.${name}`),
    implicit(from) {
      const module = symbols.outline(from)?.module;
      return module === undefined ? [] : symbols.declaring(module).filter((path) => path !== from);
    },
    passesImportsOn: false,
  };
}

function defines(symbols: Symbols, path: string, name: string): boolean {
  return symbols.outline(path)?.definitions.some((one) => one.name === name && one.container === undefined) ?? false;
}
