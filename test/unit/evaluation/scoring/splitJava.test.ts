import { describe, expect, it } from 'vitest';
import { splitJava } from '../../../../src/evaluation/scoring/splitJava';
import { suspicionsOf } from '../../../../src/evaluation/scoring/suspicions';

describe('Java’s top-level types', () => {
  it('are found in spite of braces in texts and comments', () => {
    const { imports, types } = splitJava(
      'package a.b;\nimport java.util.*;\nimport java.util.*;\n/* class Not { */\n// }\n@Deprecated\npublic class One<T> {\n  String s = "}{";\n  char c = \'}\';\n  class Inner { }\n}\ninterface Two { void f(); }\nenum Three { A, B; }\nrecord Four(int x) { }\n',
    );
    expect(imports).toEqual(['import java.util.*;']);
    expect([...types.keys()]).toEqual(['One', 'Two', 'Three', 'Four']);
    expect(types.get('One')).toMatch(/^[\s\S]*@Deprecated\npublic class One<T> \{[\s\S]*class Inner \{ \}\n\}$/);
  });
});

describe('suspicious code', () => {
  it.each([
    ['python', 'import os\nos._exit(0)'],
    ['python', 'frame = sys._getframe(1)'],
    ['python', 'class A:\n    def __eq__(self, other):\n        return True'],
    ['python', 'sys.modules.pop("os")'],
    ['javascript', 'process.exit(0)'],
    ['javascript', 'assert.deepEqual = () => {}'],
    ['java', 'Runtime.getRuntime().halt(0);'],
    ['java', 'static { System.out.println("Passed rate: 1.0"); }'],
  ] as const)('%s: %s', (language, code) => {
    expect(suspicionsOf(language, code)).not.toEqual([]);
  });

  it.each([
    ['python', 'def exits(maze):\n    return [cell for cell in maze if cell.exit]'],
    ['python', 'class P:\n    def __eq__(self, other):\n        return self.x == other.x'],
    ['javascript', 'function isOdd(n) { return n % 2 === 1; }'],
    ['java', 'static int f(int a) { return a; }'],
  ] as const)('is not seen in honest %s: %s', (language, code) => {
    expect(suspicionsOf(language, code)).toEqual([]);
  });
});
