/** The sandbox of this machine with the languages that it can run, for scoring. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import type { ScoringTools } from '../../evaluation/scoring/Tools';
import { openSandbox, type SandboxMachine } from '../sandbox/openSandbox';

export interface OpenTools extends AsyncDisposable {
  readonly tools: ScoringTools;
}

/** Throws what `openSandbox` throws. */
export async function openTools(machine: SandboxMachine, javaLibraries?: string): Promise<OpenTools> {
  const { sandbox, python, node, close } = await openSandbox(machine);
  return {
    tools: {
      sandbox,
      python,
      node,
      hasJava: existsSync('/usr/bin/javac'),
      javaLibraries,
      hasJavaTuples:
        javaLibraries !== undefined && readdirSync(javaLibraries).some((name) => /javatuples.*\.jar$/.test(name)),
      createNonce: () => randomBytes(16).toString('hex'),
      stripTypes: stripTypes(),
    },
    [Symbol.asyncDispose]: close,
  };
}

function stripTypes(): ((code: string) => string) | undefined {
  const strip = nodeModule.stripTypeScriptTypes;
  if (typeof strip !== 'function') {
    return undefined;
  }
  // Its first call tells everybody that it is experimental.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    strip('', { mode: 'transform' });
  } finally {
    process.emitWarning = emitWarning;
  }
  return (code) => strip(code, { mode: 'transform' });
}
