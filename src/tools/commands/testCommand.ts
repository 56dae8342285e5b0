/** How a project is tested, by the files in its folder. The command is the project's own; it is judged and asked about like any other. */
import * as z from 'zod';

const packageSchema = z.object({ scripts: z.object({ test: z.string() }).optional() });
const locks: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm test'],
  ['yarn.lock', 'yarn test'],
  ['bun.lock', 'bun run test'],
  ['bun.lockb', 'bun run test'],
];
const signs: readonly (readonly [RegExp, string])[] = [
  [/^Cargo\.toml$/, 'cargo test'],
  [/^go\.mod$/, 'go test ./...'],
  [/^(?:pytest\.ini|conftest\.py|tox\.ini|pyproject\.toml|setup\.(?:py|cfg))$/, 'python3 -m pytest'],
  [/^mvnw$/, './mvnw test'],
  [/^pom\.xml$/, 'mvn test'],
  [/^gradlew$/, './gradlew test'],
  [/^build\.gradle(?:\.kts)?$/, 'gradle test'],
  [/^mix\.exs$/, 'mix test'],
  [/^Package\.swift$/, 'swift test'],
  [/^deno\.jsonc?$/, 'deno test'],
  [/\.(?:sln|csproj|fsproj)$/, 'dotnet test'],
  [/^Rakefile$/, 'rake test'],
];

/**
 * @param names what is in the folder
 * @param read the text of a file in it; undefined = it cannot be read
 * @returns undefined = nothing is recognised
 */
export async function detectTestCommand(
  names: readonly string[],
  read: (name: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (names.includes('package.json')) {
    const parsed = packageSchema.safeParse(parseJson(await read('package.json')));
    const script = parsed.success ? parsed.data.scripts?.test : undefined;
    // What npm writes into a new package.
    if (script !== undefined && !script.includes('no test specified')) {
      return locks.find(([lock]) => names.includes(lock))?.[1] ?? 'npm test';
    }
  }
  const sign = signs.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (sign !== undefined) {
    return sign[1];
  }
  const makefile = names.find((name) => /^(?:GNUm|M|m)akefile$/.test(name));
  return makefile !== undefined && /^test\s*:/m.test((await read(makefile)) ?? '') ? 'make test' : undefined;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
