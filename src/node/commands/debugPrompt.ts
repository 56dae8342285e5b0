/**
 * `glm-tandem debug prompt`: the request that a completion at a place would send, without sending it. Snippets of other files are empty
 * as long as the pipeline gathers none.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { estimateTokens } from '../../base/estimateTokens';
import { languageOfPath } from '../../base/languageOfPath';
import { offsetAt, toLineFeeds } from '../../base/text';
import { documentContext } from '../../completion/documentContext';
import { shouldTrigger } from '../../completion/shouldTrigger';
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
import { debugStage } from './debugStage';

const formats = {
  codegeex4,
  glm45,
  none: prefixOnly,
  chat: chatHole,
  target: bigmodelTarget,
  infill: infillOr(glm45),
} as const satisfies Record<FillInTheMiddleFormat['id'], FillInTheMiddleFormat>;

const requestSchema = z.object({
  id: debugId,
  workspace: z.string().default(''),
  /** Relative to the workspace, with forward slashes. */
  file: z.string(),
  /** The file's text as in the editor; absent = as on the disk. */
  text: z.string().optional(),
  position: z.object({ line: z.int().min(0), character: z.int().min(0) }),
  languageId: z.string().optional(),
  /** The format of the prompt. */
  profile: z.enum(['codegeex4', 'glm45', 'none', 'chat', 'target', 'infill']).default('codegeex4'),
  budgetTokens: z.int().min(16).default(2048),
  multiline: z.enum(multilineModes).default('auto'),
  maxTokens: z.int().min(1).default(settingsSchema['completion.maxTokens'].default),
  endpoint: z.string().default('http://127.0.0.1:8000/v1'),
  /** The kind of server; absent = by the address. */
  server: z.enum(profileIds).optional(),
  model: z.string().default('default'),
});

export const debugPrompt = debugStage(requestSchema, async (request) => {
  const startedAt = performance.now();
  const { file, position, maxTokens, model } = request;
  const endpoint = parseEndpointUrl(request.endpoint);
  if (endpoint.kind === 'invalid') {
    return { error: { code: 'bad_request', message: '“endpoint”: not an address' } };
  }
  const text = request.text ?? (await readFile(resolve(request.workspace, file), 'utf8').catch(() => undefined));
  if (text === undefined) {
    return { error: { code: 'bad_request', message: '“file”: cannot be read, and there is no “text”' } };
  }
  const offset = offsetAt(text, position);
  const languageId = request.languageId ?? languageOfPath(file);
  const [before, after] = [toLineFeeds(text.slice(0, offset)), toLineFeeds(text.slice(offset))];
  const decision = shouldTrigger({
    languageId,
    prefix: before,
    suffix: after,
    manual: true,
    enabled: true,
    multiline: request.multiline,
    cursors: 1,
    hasSelection: false,
    scheme: 'file',
    path: file,
  });
  if (!decision.request) {
    return { prompt: null, reason: decision.reason };
  }
  const contextAt = performance.now();
  const { prefix, suffix } = documentContext(before, after, request.budgetTokens);
  const contextMilliseconds = performance.now() - contextAt;
  const hole = { path: file, languageId, prefix, suffix, snippets: [], multiline: decision.multiline };
  const { render, route, stop } = formats[request.profile];
  const { prompt, parts } = render(hole);
  const profile = request.server === undefined ? profileFor(request.endpoint) : profileById(request.server);
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
    snippets: [],
    tokens: estimateTokens(prompt),
    ms: { total: rounded(performance.now() - startedAt), context: rounded(contextMilliseconds) },
  };
});

/** Milliseconds with two digits behind the point. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
