/** Answers whose tests are a module beside them: pytest and JUnit (NaturalCodeBench, own items), and Java's main (MultiPL-E). */
import type { Answer, Test } from '../EvaluationItem';
import junitLauncher from '../programs/JUnitLauncher.java';
import mainLauncher from '../programs/MainLauncher.java';
import pytestRunner from '../programs/pytestRunner.py';
import valuesSource from '../programs/values.py';
import { tupleFiles } from './javaTuples';
import { oneProcess } from './oneProcess';
import { noPython } from './scorePython';
import { splitJava } from './splitJava';
import type { ScoringTools } from './Tools';
import { type Verdict, verdictOf } from './Verdict';

type OfKind<Kind extends Test['kind']> = Extract<Test, { readonly kind: Kind }>;

export function moduleProgram(test: OfKind<'pytest' | 'junit' | 'javaMain'>, answer: Answer): string | undefined {
  switch (answer.kind) {
    case 'solution':
      return test.kind === 'javaMain' ? openEnded(answer.text, test.prefix) : answer.text;
    case 'completion':
      return test.kind === 'javaMain' ? test.prefix + answer.text : answer.text;
    default:
      return undefined;
  }
}

/** A whole class up to the end of its last method, as far as a completion would have come: the tests begin by closing that. */
function openEnded(code: string, prefix: string): string {
  const imports = [...prefix.matchAll(/^import .*;$/gm)].map(([line]) => `${line}\n`).join('');
  return imports + code.trimEnd().replace(/\}\s*\}$/, '');
}

const moduleLimits = {
  wallMilliseconds: 120_000,
  cpuSeconds: 60,
  memoryBytes: 3 * 2 ** 30,
  limitAddressSpace: false,
  processes: 128,
};

export function scorePytest(
  { module, tests, preamble, files, assets }: OfKind<'pytest'>,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  const { python } = tools;
  if (python === undefined) {
    return Promise.resolve(noPython);
  }
  const file = `test_${module}.py`;
  return oneProcess(
    {
      job: {
        command: [python, '-c', `${valuesSource}\n${pytestRunner}`],
        files: { ...files, [`${module}.py`]: preamble + program, [file]: `from ${module} import *\n${tests}` },
        ...(assets !== undefined && { shown: { '/box/data': assets } }),
      },
      task: (nonce) => JSON.stringify({ nonce, file: `/box/${file}` }),
      leastTests: Math.max(1, [...tests.matchAll(/^[ \t]*(?:async[ \t]+)?def[ \t]+test\w*[ \t]*\(/gm)].length),
      limits: moduleLimits,
    },
    tools,
    signal,
  );
}

/** 384 MB are enough for exercises; one compiler stage and one collector start fastest. */
const javaOptions = '-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto';
const compileFailure = 90;
const junitImports = ['import org.junit.jupiter.api.*;', 'import static org.junit.jupiter.api.Assertions.*;'];

export function scoreJavaMain(
  { tests }: OfKind<'javaMain'>,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  const libraries = tools.javaLibraries;
  const source = `${program}\n${tests}`;
  const files = {
    'Problem.java': source,
    'MainLauncher.java': mainLauncher,
    ...(tools.hasJavaTuples ? {} : tupleFiles()),
  };
  return java(files, ['MainLauncher'], libraries, 1, tools, signal);
}

export function scoreJunit(
  { tests, libraries: beside }: OfKind<'junit'>,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  const libraries = beside === '' ? tools.javaLibraries : beside;
  if (libraries === undefined) {
    return Promise.resolve(
      verdictOf('errored', 'not tested', 'JUnit’s libraries are missing; name their folder with --libraries'),
    );
  }
  const [solution, testing] = [splitJava(program), splitJava(tests)];
  const imports = [...new Set([...junitImports, ...solution.imports])];
  const testImports = [...new Set([...junitImports, ...testing.imports, ...solution.imports])];
  const files = {
    ...Object.fromEntries(
      [...solution.types].map(([name, text]) => [`${name}.java`, `${imports.join('\n')}\n${text}\n`]),
    ),
    // Last, so that a program cannot put its own class in the place of a test.
    ...Object.fromEntries(
      [...testing.types].map(([name, text]) => [`${name}.java`, `${testImports.join('\n')}\n${text}\n`]),
    ),
    'JUnitLauncher.java': junitLauncher,
  };
  const least = Math.max(1, [...tests.matchAll(/@(?:Test|ParameterizedTest|RepeatedTest)\b/g)].length);
  return java(files, ['JUnitLauncher', ...testing.types.keys()], libraries, least, tools, signal);
}

function java(
  files: Readonly<Record<string, string>>,
  main: readonly string[],
  libraries: string | undefined,
  leastTests: number,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  if (!tools.hasJava) {
    return Promise.resolve(verdictOf('errored', 'not tested', 'there is no Java compiler (javac) on this machine'));
  }
  const path = libraries === undefined ? '/tmp/classes' : '/tmp/classes:/libraries/*';
  const names = Object.keys(files).map((name) => `/box/${name}`);
  // The launcher reads the secret from its standard input and answers on its standard output, which are the channel.
  const script = `javac -J-Xmx384m -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -nowarn -proc:none -encoding UTF-8 -d /tmp/classes -cp '${path}' ${names.join(' ')} 1>&2 3>&- || exit ${compileFailure}; exec java ${javaOptions} -ea -cp '${path}' ${main.join(' ')} <&3 >&3 3>&-`;
  return oneProcess(
    {
      job: {
        command: ['sh', '-c', script],
        files,
        ...(libraries !== undefined && { shown: { '/libraries': libraries } }),
      },
      task: (nonce) => nonce,
      leastTests,
      limits: moduleLimits,
      compileFailure,
    },
    tools,
    signal,
  );
}
