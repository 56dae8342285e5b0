/** The sandboxes of this machine with the languages that they can run, for scoring. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { AssistantError } from '../../base/AssistantError';
import type { CodeLanguage } from '../../evaluation/EvaluationItem';
import { denoRuntime, nodeRuntime } from '../../evaluation/scoring/scriptRuntimes';
import type { ScoringTools, ScriptRuntime } from '../../evaluation/scoring/Tools';
import type { Sandbox } from '../../sandbox/Sandbox';
import { openDeno } from '../sandbox/openDeno';
import { openSandbox } from '../sandbox/openSandbox';
import type { SandboxMachine } from '../sandbox/programs';

export interface OpenTools extends AsyncDisposable {
  readonly tools: ScoringTools;
}

export const sandboxNames = ['bubblewrap', 'deno'] as const;

export interface ToolsWanted {
  /** Languages of the programs; none named = whatever the machine can run. */
  readonly languages?: ReadonlySet<CodeLanguage>;
  /** Folder of the machine with Java libraries. */
  readonly javaLibraries?: string | undefined;
  /** Undefined = bubblewrap; Deno where the programs need nothing else and bubblewrap cannot be had. */
  readonly sandbox?: (typeof sandboxNames)[number] | undefined;
}

/** Throws what `openSandbox` and `openDeno` throw, and `sandbox.denoOnly` where Deno is not enough. */
export async function openTools(machine: SandboxMachine, wanted: ToolsWanted = {}): Promise<OpenTools> {
  const { languages = new Set(), javaLibraries, sandbox: chosen } = wanted;
  const onlyScripts = languages.size > 0 && !languages.has('python') && !languages.has('java');
  if (chosen === 'deno') {
    if (!onlyScripts && languages.size > 0) {
      throw new AssistantError('sandbox.denoOnly');
    }
    return withDeno(await openDeno(machine));
  }
  const opened = await openSandbox(machine).catch(async (error: unknown) => {
    const deno = chosen === undefined && onlyScripts ? await denoIfThere(machine) : undefined;
    if (deno === undefined) {
      throw error;
    }
    return deno;
  });
  if ('start' in opened) {
    return withDeno(opened);
  }
  const { sandbox, python, node, close } = opened;
  const needsScripts = languages.has('javascript') || languages.has('typescript');
  const deno = node === undefined && needsScripts ? await denoIfThere(machine) : undefined;
  return {
    tools: {
      ...commonTools(),
      isolation: deno === undefined ? sandbox.isolation : `${sandbox.isolation}; scripts: ${deno.isolation}`,
      sandbox,
      python,
      script: node === undefined ? deno && denoRuntime(deno) : nodeRuntime(sandbox, node),
      hasJava: existsSync('/usr/bin/javac'),
      javaLibraries,
      hasJavaTuples:
        javaLibraries !== undefined && readdirSync(javaLibraries).some((name) => /javatuples.*\.jar$/.test(name)),
    },
    [Symbol.asyncDispose]: close,
  };
}

function withDeno(sandbox: Sandbox): OpenTools {
  const script: ScriptRuntime = denoRuntime(sandbox);
  return {
    tools: {
      ...commonTools(),
      ...{ isolation: sandbox.isolation, sandbox, script, python: undefined },
      ...{ hasJava: false, javaLibraries: undefined, hasJavaTuples: false },
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Undefined = it is not there, or does not hold. */
async function denoIfThere(machine: SandboxMachine): Promise<Sandbox | undefined> {
  try {
    return await openDeno(machine);
  } catch (error) {
    if (error instanceof AssistantError) {
      return undefined;
    }
    throw error;
  }
}

function commonTools(): Pick<ScoringTools, 'createNonce' | 'stripTypes'> {
  return { createNonce: () => randomBytes(16).toString('hex'), stripTypes: stripTypes() };
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
