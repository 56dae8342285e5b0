/** The project's own way to run its tests, read from its own files: a fact about the project, nothing that a model says. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `npm init` writes when there are no tests. */
const noTests = /no test specified/;

/** `folder`: real path. Undefined = none was recognised. */
export async function testCommand(folder: string): Promise<string | undefined> {
  const names = new Set(await readdir(folder).catch(() => []));
  if (names.has('package.json')) {
    const script = testScript(await readFile(join(folder, 'package.json'), 'utf8').catch(() => ''));
    if (script !== undefined) {
      const runner = names.has('pnpm-lock.yaml') ? 'pnpm' : names.has('yarn.lock') ? 'yarn' : 'npm';
      return `${runner} test`;
    }
  }
  const known: readonly (readonly [string, string])[] = [
    ['deno.json', 'deno test'],
    ['Cargo.toml', 'cargo test'],
    ['go.mod', 'go test ./...'],
    ['pytest.ini', 'pytest'],
    ['pyproject.toml', 'pytest'],
    ['tox.ini', 'pytest'],
    ['setup.py', 'pytest'],
    ['pom.xml', 'mvn test'],
    ['build.gradle', 'gradle test'],
    ['build.gradle.kts', 'gradle test'],
  ];
  return known.find(([name]) => names.has(name))?.[1];
}

function testScript(text: string): string | undefined {
  try {
    const { scripts } = JSON.parse(text);
    const script: unknown = scripts?.test;
    return typeof script === 'string' && !noTests.test(script) ? script : undefined;
  } catch {
    return undefined;
  }
}
