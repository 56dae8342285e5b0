/**
 * Runs of tests as a terminal shows them: which command lines run tests, and what the runners say at their end. Only these numbers are
 * kept, nothing of the output.
 */

export interface TestRun {
  /** Whether the command ended without a fault. */
  readonly succeeded: boolean;
  readonly failed?: number;
  readonly passed?: number;
}

const runners = [
  String.raw`(?:npm|pnpm|yarn|bun)(?:\s+(?:run|-\S+))*\s+(?:test|t|tst)(?::[\w:-]+)?`,
  String.raw`(?:npx\s+|pnpm\s+(?:exec\s+|dlx\s+)?|yarn\s+|bunx\s+)?(?:vitest|jest|mocha|ava|phpunit|rspec|pytest|py\.test|tox|nox|ctest|karma\s+start)`,
  String.raw`(?:npx\s+|pnpm\s+|yarn\s+)?(?:playwright\s+test|cypress\s+run|ng\s+test)`,
  String.raw`(?:uv\s+run\s+|poetry\s+run\s+|pipenv\s+run\s+)?(?:pytest|python\d?(?:\.\d+)?\s+-m\s+(?:pytest|unittest)|python\d?\s+manage\.py\s+test)`,
  String.raw`(?:cargo|go|dotnet|swift|flutter|dart|mix|deno|zig\s+build|sbt|stack|cabal|bazel|rake|bin/rails|rails|composer)\s+test`,
  String.raw`cargo\s+nextest\s+run`,
  String.raw`(?:mvn|\./mvnw|mvnw)\s[^|;&]*\b(?:test|verify)\b`,
  String.raw`(?:gradle|\./gradlew|gradlew)\s[^|;&]*\b(?:test|check)\b`,
  String.raw`make\s[^|;&]*\b(?:test|check)\b`,
  String.raw`node\s[^|;&]*--test\b`,
].join('|');
/** At the start, or after what may stand before: other commands, a folder, variables. */
const testCommand = new RegExp(
  String.raw`(?:^|[;&|]\s*)(?:(?:env|time|sudo)\s+|\w+=\S*\s+)*(?:${runners})(?=[\s;&|)]|$)`,
);

export function isTestCommand(commandLine: string): boolean {
  return testCommand.test(commandLine.trim());
}

interface Summary {
  /** The line or lines in which a runner says that it is at its end; the last one counts. */
  readonly line: RegExp;
  readonly failed: RegExp;
  readonly passed: RegExp;
}

const summaries: readonly Summary[] = [
  // Vitest, Jest
  { line: /^\s*Tests:?\s+\d.*$/gm, failed: /(\d+) failed/, passed: /(\d+) passed/ },
  // pytest
  {
    line: /^=+ .*\d+ (?:passed|failed|errors?)\b.* in [\d.]+.*=+\s*$/gm,
    failed: /(\d+) failed/,
    passed: /(\d+) passed/,
  },
  // cargo
  { line: /^test result: .*$/gm, failed: /(\d+) failed/, passed: /(\d+) passed/ },
  // Mocha
  {
    line: /^\s*\d+ passing\b.*(?:\r?\n\s*\d+ pending.*)?(?:\r?\n\s*\d+ failing.*)?$/gm,
    failed: /(\d+) failing/,
    passed: /(\d+) passing/,
  },
  // .NET
  { line: /^.*\bFailed:\s*\d+, Passed:\s*\d+.*$/gm, failed: /Failed:\s*(\d+)/, passed: /Passed:\s*(\d+)/ },
  // node --test
  { line: /^(?:#|ℹ) pass \d+\r?\n(?:#|ℹ) fail \d+/gm, failed: /fail (\d+)/, passed: /pass (\d+)/ },
];
const mavenLine = /^.*\bTests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)/gm;
const unittestLine = /^Ran (\d+) tests? in .*\s+(?:OK|FAILED(?: \((.*)\))?)/gm;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes begin with the escape character
const terminalCode = /\x1b\[[0-9;:?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** How many failed and passed, from the end of a runner's output; undefined = it does not say. */
export function readTestSummary(output: string): { readonly failed: number; readonly passed: number } | undefined {
  const text = output.replace(terminalCode, '');
  for (const { line, failed, passed } of summaries) {
    const last = [...text.matchAll(line)].at(-1)?.[0];
    if (last !== undefined) {
      return { failed: numberIn(last, failed), passed: numberIn(last, passed) };
    }
  }
  const maven = [...text.matchAll(mavenLine)].at(-1)?.slice(1).map(Number);
  if (maven !== undefined) {
    const [run = 0, failures = 0, errors = 0, skipped = 0] = maven;
    return { failed: failures + errors, passed: run - failures - errors - skipped };
  }
  const unittest = [...text.matchAll(unittestLine)].at(-1);
  if (unittest !== undefined) {
    const failed = numberIn(unittest[2] ?? '', /failures=(\d+)/) + numberIn(unittest[2] ?? '', /errors=(\d+)/);
    return { failed, passed: Number(unittest[1]) - failed - numberIn(unittest[2] ?? '', /skipped=(\d+)/) };
  }
  return undefined;
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

export interface TestOutcomesHost {
  readonly tell: (
    outcome: { readonly record: string; readonly action: 'tests_run'; readonly inferred: true } & TestRun,
  ) => void;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
}

/** Minutes in milliseconds after which a run of tests has nothing to do with a change. */
const concernedFor = 30 * 60_000;
const mostConcerned = 200;

/** Tells of each change the first run of tests that comes after it. That the run is about the change is a conclusion. */
export class TestOutcomes {
  readonly #host: TestOutcomesHost;
  #changed = new Map<string, number>();

  constructor(host: TestOutcomesHost) {
    this.#host = host;
  }

  /** Whether a run of tests would say something. */
  get isWaiting(): boolean {
    return this.#changed.size > 0;
  }

  /** Text of this record's answer has come into a document. */
  changed(record: string): void {
    this.#changed.delete(record);
    this.#changed.set(record, this.#host.now());
    if (this.#changed.size > mostConcerned) {
      const [oldest] = this.#changed.keys();
      this.#changed.delete(oldest ?? '');
    }
  }

  /** Tests that were started after the changes have ended. `startedAt`: as `now` said then. */
  ran(run: TestRun, startedAt: number): void {
    for (const [record, at] of this.#changed) {
      if (at > startedAt) {
        continue;
      }
      this.#changed.delete(record);
      if (startedAt - at <= concernedFor) {
        this.#host.tell({ record, action: 'tests_run', inferred: true, ...run });
      }
    }
  }
}
