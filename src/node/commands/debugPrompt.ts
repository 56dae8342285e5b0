/**
 * `glm-tandem debug prompt`: the request that a completion at a place would send, without sending it. Lines about one file are read like
 * keystrokes of one person, so that the layout can be seen at work; the same lines in the same order give the same prompts.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { estimateTokens } from '../../base/estimateTokens';
import { languageOfPath } from '../../base/languageOfPath';
import { cursorOf } from '../../completion/Cursor';
import { wishFor } from '../../completion/InlineCompletionPipeline';
import { type BuiltPrompt, PromptBuilder } from '../../completion/prompt/PromptBuilder';
import { shouldTrigger } from '../../completion/trigger/shouldTrigger';
import type { ContextSource } from '../../context/ContextSource';
import { parseEndpointUrl, rootOf } from '../../glm/endpointUrl';
import { bigmodelTarget, chatHole } from '../../glm/fillInTheMiddle/chatHole';
import { codegeex4 } from '../../glm/fillInTheMiddle/codegeex4';
import type { FillInTheMiddleFormat } from '../../glm/fillInTheMiddle/FillInTheMiddleFormat';
import { glm45 } from '../../glm/fillInTheMiddle/glm45';
import { infillOr } from '../../glm/fillInTheMiddle/infill';
import { prefixOnly } from '../../glm/fillInTheMiddle/prefixOnly';
import { modelTraits } from '../../glm/models';
import { profileById, profileFor } from '../../glm/profiles/profileFor';
import { profileIds } from '../../glm/profiles/ServerProfile';
import { completionCall } from '../../glm/requests/completionCall';
import { multilineModes, settingsSchema } from '../../platform/settings';
import { debugId } from './debugParse';
import { type DebugStage, debugStage } from './debugStage';

const formats = {
  codegeex4,
  glm45,
  none: prefixOnly,
  chat: chatHole,
  target: bigmodelTarget,
  infill: infillOr(glm45),
} as const satisfies Record<FillInTheMiddleFormat['id'], FillInTheMiddleFormat>;

const mostAnswers = 256;

/** Other names for a format: those of the servers and models that it is made for. */
const otherNames: Readonly<Record<string, keyof typeof formats>> = {
  'codegeex-4': 'codegeex4',
  'glm-4.5': 'glm45',
  'llama.cpp': 'infill',
  'prefix-only': 'none',
  prefix: 'none',
};

const requestSchema = z.object({
  id: debugId,
  workspace: z.string().default(''),
  /** Relative to the workspace, with forward slashes. */
  file: z.string(),
  /** The file's text as in the editor; absent = as on the disk. */
  text: z.string().optional(),
  position: z.object({ line: z.int().min(0), character: z.int().min(0) }),
  languageId: z.string().optional(),
  /** Paths of other files, relative to the workspace. */
  openFiles: z.array(z.string()).default([]),
  recentEdits: z.array(z.unknown()).default([]),
  /** Whether to forget what earlier lines showed of the same file, so that the answer does not depend on them. */
  fresh: z.boolean().default(false),
  /** The format of the prompt. */
  profile: z
    .preprocess(
      (name) => (typeof name === 'string' ? (otherNames[name] ?? name) : name),
      z.enum(['codegeex4', 'glm45', 'none', 'chat', 'target', 'infill']),
    )
    .default('codegeex4'),
  budgetTokens: z.int().min(16).default(2048),
  multiline: z.enum(multilineModes).default('auto'),
  maxTokens: z.int().min(1).default(settingsSchema['completion.maxTokens'].default),
  endpoint: z.string().default('http://127.0.0.1:8000/v1'),
  /** The kind of server; absent = by the address. */
  server: z.enum(profileIds).optional(),
  model: z.string().default('default'),
});

/** Opens what other files of a workspace say; `files` are paths relative to it, with forward slashes. */
export type OpenContext = (
  workspace: string,
  files: { readonly openFiles: readonly string[]; readonly recentEdits: readonly unknown[] },
) => Promise<ContextSource>;

/** The stage, with what opens a workspace's context; that is kept for all lines of a run. */
export function createDebugPrompt(openContext: OpenContext): DebugStage {
  /** What the layout keeps between keystrokes is kept between lines too: one for each workspace, format and budget. */
  const builders = new Map<string, Promise<{ readonly builder: PromptBuilder; readonly source: ContextSource }>>();
  const builderFor = (request: PromptRequest) => {
    const { workspace, openFiles, recentEdits, profile, budgetTokens } = request;
    const open = async () => {
      const source = await openContext(workspace, { openFiles, recentEdits });
      return {
        builder: new PromptBuilder({ format: formats[profile], contextSource: source, promptTokens: budgetTokens }),
        source,
      };
    };
    if (request.fresh) {
      return open();
    }
    const key = JSON.stringify([workspace, openFiles, recentEdits, profile, budgetTokens]);
    const known = builders.get(key) ?? open();
    builders.set(key, known);
    return known;
  };
  /** The same state of an editor has the same prompt, whatever was asked in between. */
  const answers = new Map<string, object>();
  return debugStage(requestSchema, async (request, signal) => {
    const state = JSON.stringify({ ...request, id: null });
    const answer = answers.get(state) ?? (await answerTo(request, signal));
    if (answers.size >= mostAnswers) {
      answers.clear();
    }
    answers.set(state, answer);
    return answer;
  });

  async function answerTo(request: PromptRequest, signal: AbortSignal): Promise<object> {
    const endpoint = parseEndpointUrl(request.endpoint);
    if (endpoint.kind === 'invalid') {
      return { error: { code: 'bad_request', message: '“endpoint”: not an address' } };
    }
    const { file, workspace } = request;
    const text = request.text ?? (await readFile(resolve(workspace, file), 'utf8').catch(() => undefined));
    if (text === undefined) {
      return { error: { code: 'bad_request', message: '“file”: cannot be read, and there is no “text”' } };
    }
    const languageId = request.languageId ?? languageOfPath(file);
    const uri = pathToFileURL(resolve(workspace, file)).href;
    const document = { uri, path: file, languageId, version: 1, text };
    const { builder, source } = await builderFor(request);
    await source.prepare(document, request.position, signal);
    const startedAt = performance.now();
    const cursor = cursorOf(document, request.position, { kind: 'manual' });
    const decision =
      cursor === undefined
        ? ({ request: false, reason: 'popup-item' } as const)
        : shouldTrigger({
            ...{ languageId, prefix: cursor.prefix, suffix: cursor.suffix, path: file, scheme: 'file' },
            ...{ manual: true, enabled: true, multiline: request.multiline, cursors: 1, hasSelection: false },
          });
    if (cursor === undefined || !decision.request) {
      return { prompt: null, reason: decision.reason };
    }
    const contextAt = performance.now();
    const built = builder.promptOrReason(cursor, wishFor(decision, request).multiline);
    const contextMilliseconds = performance.now() - contextAt;
    return typeof built === 'string'
      ? { prompt: null, reason: built }
      : {
          ...requestOf(built, request, endpoint),
          ms: { total: rounded(performance.now() - startedAt), context: rounded(contextMilliseconds) },
        };
  }
}

type PromptRequest = z.infer<typeof requestSchema>;

function requestOf(built: BuiltPrompt, request: PromptRequest, endpoint: { bases: readonly string[]; origin: string }) {
  const { model, maxTokens, server } = request;
  const { hole, rendered, stop, snippets } = built;
  const { route } = formats[request.profile];
  const { prompt, parts } = rendered;
  const profile = server === undefined ? profileFor(request.endpoint) : profileById(server);
  const { path, atRoot, body } = completionCall({ prompt, route, hole, stop, maxTokens, temperature: 0 }, route, {
    profile,
    traits: modelTraits(model),
    modelId: model,
  });
  const base = endpoint.bases[0] ?? endpoint.origin;
  return {
    url: `${atRoot ? rootOf(base) : base}${path}`,
    body,
    prompt,
    parts,
    snippets: snippets.map(({ path: from, startLine, endLine, retriever }) => ({
      path: from,
      startLine,
      endLine,
      retriever,
    })),
    tokens: estimateTokens(prompt),
  };
}

/** Milliseconds with two digits behind the point. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
