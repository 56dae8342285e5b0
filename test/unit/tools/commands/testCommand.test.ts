import { describe, expect, it } from 'vitest';
import { detectTestCommand } from '../../../../src/tools/commands/testCommand';

const npm = '{"scripts":{"test":"vitest run"}}';
const rows: readonly (readonly [string | undefined, Readonly<Record<string, string>>])[] = [
  ['npm test', { 'package.json': npm }],
  ['pnpm test', { 'package.json': npm, 'pnpm-lock.yaml': '' }],
  ['yarn test', { 'package.json': npm, 'yarn.lock': '' }],
  ['bun run test', { 'package.json': npm, 'bun.lock': '' }],
  ['python3 -m pytest', { 'pyproject.toml': '' }],
  ['python3 -m pytest', { 'package.json': '{}', 'conftest.py': '' }],
  ['go test ./...', { 'go.mod': 'module x' }],
  ['cargo test', { 'Cargo.toml': '' }],
  ['mvn test', { 'pom.xml': '' }],
  ['./mvnw test', { 'pom.xml': '', mvnw: '' }],
  ['gradle test', { 'build.gradle.kts': '' }],
  ['./gradlew test', { 'build.gradle': '', gradlew: '' }],
  ['dotnet test', { 'a.csproj': '' }],
  ['make test', { Makefile: 'all:\n\ntest: all\n\techo\n' }],
  [undefined, { Makefile: 'all:\n' }],
  [undefined, { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' }],
  [undefined, { 'package.json': 'not JSON' }],
  [undefined, {}],
];

describe('the test command of a project', () => {
  it.each(rows)('%s of %j', async (command, files) => {
    expect(await detectTestCommand(Object.keys(files), async (name) => files[name])).toBe(command);
  });
});
