/**
 * The endpoint for contributors (`npm run endpoint`) and for the tests of the doctor: answers as one kind of server does, and shows a fault
 * where it is told to, for all requests or for the one whose text says `fault:NAME`. No test framework in here.
 */
import { faults } from './endpointServerFaults';
import { ScriptedEndpoint } from './ScriptedEndpoint';
import {
  chunkOf,
  eventsOf,
  json,
  type RecordedRequest,
  type Reply,
  type StreamReply,
  streamOf,
} from './scriptedReplies';

export { faults } from './endpointServerFaults';

/** How one kind of server differs from the others, as far as a client can tell. */
interface ServerKind {
  readonly about: string;
  /** An entry of the list of models. */
  readonly model: (id: string) => object;
  /** What stands beside the OpenAI routes, by path: a JSON value, or text. */
  readonly extras: (id: string, running: () => number) => Readonly<Record<string, object | string>>;
  /** Its own route for raw prompts, beside OpenAI's. */
  readonly native?: '/completion' | '/api/generate';
  /** Whether `/infill` fills in the middle, for models that name the markers. */
  readonly infills?: boolean;
  readonly completions: boolean;
  readonly tokenizes: boolean;
  readonly cachedTokens: 'usage' | 'timings' | 'none';
}

const plain = { completions: true, tokenizes: false, cachedTokens: 'none', extras: () => ({}) } as const;

export const serverKinds = {
  vllm: {
    ...plain,
    about: 'vLLM: /completions, /tokenize, cached tokens in the usage, /metrics',
    model: (id) => ({ id, object: 'model', owned_by: 'vllm', max_model_len: 32_768 }),
    extras: (_, running) => ({ '/metrics': `vllm:num_requests_running{engine="0"} ${running()}.0\n` }),
    tokenizes: true,
    cachedTokens: 'usage',
  },
  'llama.cpp': {
    ...plain,
    about: 'llama.cpp: /completion, /infill, /props, /slots, /tokenize, timings',
    native: '/completion',
    infills: true,
    model: (id) => ({ id, object: 'model', owned_by: 'llamacpp' }),
    extras: (_, running) => ({
      '/props': { default_generation_settings: { n_ctx: 16_384 }, total_slots: 1 },
      '/slots': [{ id: 0, is_processing: running() > 0 }],
    }),
    tokenizes: true,
    cachedTokens: 'timings',
  },
  ollama: {
    ...plain,
    about: 'Ollama: /api/generate, /api/show, no cached tokens, no /tokenize',
    native: '/api/generate',
    model: (id) => ({ id: `${id}:latest`, object: 'model', owned_by: 'library' }),
    extras: () => ({ '/api/show': { model_info: { 'glm4.context_length': 131_072 }, parameters: 'stop "<|user|>"' } }),
  },
  'lm-studio': {
    ...plain,
    about: 'LM Studio: /api/v0/models',
    model: (id) => ({ id, object: 'model', owned_by: 'organization_owner' }),
    extras: (id) => ({ [`/api/v0/models/${id}`]: { loaded_context_length: 8192, max_context_length: 131_072 } }),
  },
  zai: {
    ...plain,
    about: 'Z.ai and BigModel: chat only, usage without being asked',
    model: (id) => ({ id, object: 'model', owned_by: 'z-ai' }),
    completions: false,
    cachedTokens: 'usage',
  },
} as const satisfies Readonly<Record<string, ServerKind>>;

export type ServerKindName = keyof typeof serverKinds;

/** Who reads the model's tool calls: the server, or nobody, so that they stand in the text as the model writes them. */
export const toolCallForms = ['parsed', 'glm4', 'glm45', 'codegeex4', 'none', 'refused'] as const;

export interface EndpointServerOptions {
  readonly kind: ServerKindName;
  readonly model?: string;
  /** Shown to every request for text. */
  readonly fault?: string | undefined;
  readonly toolCalls?: (typeof toolCallForms)[number];
  /** One request at a time, as small servers do; default: all at once. */
  readonly serial?: boolean;
  /** Goes on working when the client has gone, as servers do that do not notice. */
  readonly ignoresCancel?: boolean;
  /** Ends the running answer when another request comes, as llama-cpp-python does. */
  readonly interrupts?: boolean;
  readonly betweenMilliseconds?: number;
  readonly firstMilliseconds?: number;
  /** Text of chat answers; default: counts. */
  readonly says?: string;
  /** The key that is asked for; undefined = none is. */
  readonly key?: string | undefined;
}

/** The endpoint, not yet listening. */
export function createEndpointServer(options: EndpointServerOptions): ScriptedEndpoint {
  const kind: ServerKind = serverKinds[options.kind];
  const endpoint = new ScriptedEndpoint({ modelId: options.model ?? 'codegeex4' });
  const work = new Work(options);
  endpoint.tokenizes = kind.tokenizes;
  const markers = ['<|user|>', '<|assistant|>', '<|code_suffix|>', '<|code_prefix|>', '<|code_middle|>'];
  endpoint.specialTokens = /codegeex/.test(endpoint.modelId) ? markers : [];
  endpoint.replyToModels(
    (request) => refusal(request) ?? json({ object: 'list', data: [kind.model(endpoint.modelId)] }),
  );
  // Some servers quote the key that they refuse: nobody may read it in a message of ours.
  const refusal = ({ headers: { authorization } }: RecordedRequest): Reply | undefined =>
    options.key === undefined || authorization === `Bearer ${options.key}`
      ? undefined
      : json({ error: { code: '1002', message: `${authorization} is not a valid key` } }, 401);
  const seen = new Set<string>();
  let latest = 0;
  return endpoint.always(async (request) => {
    const extra = kind.extras(endpoint.modelId, () => work.running)[decodeURIComponent(request.path)];
    if (extra !== undefined) {
      return typeof extra === 'string' ? { kind: 'answer', body: extra } : json(extra);
    }
    const isNative = request.path === kind.native || (kind.infills === true && request.path === '/infill');
    const isOpenAi =
      /\/chat\/completions$/.test(request.path) || (kind.completions && /\/completions$/.test(request.path));
    if (!isNative && !isOpenAi) {
      return json({ detail: 'Not Found' }, 404);
    }
    const refused = refusal(request);
    if (refused !== undefined) {
      return refused;
    }
    const fault = options.fault ?? /\bfault:([\w-]+)/.exec(request.body)?.[1];
    const known = fault !== undefined && Object.hasOwn(faults, fault) ? faults[fault] : undefined;
    const reply = known?.reply(request, endpoint.modelId) ?? answerTo(request, options, kind, endpoint.modelId, seen);
    await work.begin(request, reply);
    const own = ++latest;
    return options.interrupts && reply.kind === 'stream' && request.json?.stream === true
      ? interruptible(reply, request, endpoint.modelId, () => latest === own)
      : reply;
  });
}

/** What the server is busy with. */
class Work {
  readonly #options: EndpointServerOptions;
  #last: Promise<void> = Promise.resolve();
  running = 0;

  constructor(options: EndpointServerOptions) {
    this.#options = options;
  }

  /** Resolves when this request's turn has come. */
  async begin(request: RecordedRequest, reply: Reply): Promise<void> {
    const { serial, ignoresCancel } = this.#options;
    const before = this.#last;
    const until = async (): Promise<void> => {
      this.running++;
      await (ignoresCancel
        ? new Promise((resolve) => setTimeout(resolve, durationOf(reply, request)))
        : request.finished);
      this.running--;
    };
    if (serial) {
      let began = (): void => {};
      const turn = new Promise<void>((resolve) => {
        began = resolve;
      });
      this.#last = before.then(() => {
        began();
        return until();
      });
      await turn;
    } else {
      void until();
    }
  }
}

function durationOf(reply: Reply, request: RecordedRequest): number {
  const most = Number(request.json?.max_tokens ?? 1000);
  return reply.kind === 'stream' ? Math.min(most, reply.texts.length) * (reply.betweenMilliseconds ?? 0) : 0;
}

const city = { city: 'Paris' };
/** A call of the first offered tool as each family of models writes it. */
const callTexts = {
  glm4: (name: string) => `${name}\n${JSON.stringify(city)}`,
  glm45: (name: string) => `<tool_call>${name}\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n</tool_call>`,
  codegeex4: (name: string) => `\`\`\`json\n${JSON.stringify({ name, arguments: city })}\n\`\`\``,
} as const;

function answerTo(
  request: RecordedRequest,
  options: EndpointServerOptions,
  kind: ServerKind,
  model: string,
  seen: Set<string>,
): Reply {
  const prompt = JSON.stringify(request.json?.prompt ?? request.json?.messages ?? '');
  const isCached = seen.has(prompt);
  seen.add(prompt);
  const timing = {
    betweenMilliseconds: options.betweenMilliseconds ?? 2,
    ...(options.firstMilliseconds === undefined ? {} : { firstMilliseconds: options.firstMilliseconds }),
    ...(kind.cachedTokens === 'timings' ? ({ usage: 'timings' } as const) : {}),
    ...(kind.cachedTokens === 'none' ? {} : { cachedTokens: isCached ? prompt.length - 10 : 0 }),
  };
  if (request.path === kind.native || request.path === '/infill') {
    return nativeAnswer(request, options.says ?? ' a + b\n', timing.betweenMilliseconds);
  }
  if (!request.path.endsWith('/chat/completions')) {
    return streamOf(options.says ?? ' a + b\n', timing);
  }
  const tool = firstTool(request);
  const form = options.toolCalls ?? 'parsed';
  if (tool !== undefined && form !== 'none') {
    switch (form) {
      case 'refused':
        return json({ error: { message: 'tools param requires --jinja flag', type: 'invalid_request_error' } }, 400);
      case 'parsed':
        return parsedCall(tool, request, model);
      default:
        return streamOf(callTexts[form](tool), timing);
    }
  }
  const numbers = Array.from({ length: 2000 }, (_, index) => `${index + 1} `);
  return options.says === undefined ? { kind: 'stream', texts: numbers, ...timing } : streamOf(options.says, timing);
}

/** A stream that ends when it is not wanted any more: without a finish reason then, as seen on llama-cpp-python 0.3.36. */
function interruptible(
  { texts, betweenMilliseconds = 0 }: StreamReply,
  { path, json: body }: RecordedRequest,
  model: string,
  isWanted: () => boolean,
): Reply {
  function* pieces(): Generator<string> {
    for (const text of texts.slice(0, Number(body?.max_tokens ?? texts.length))) {
      if (!isWanted()) {
        yield eventsOf('[DONE]');
        return;
      }
      yield eventsOf(chunkOf(path, model, text));
    }
    yield eventsOf(chunkOf(path, model, '', 'stop'), '[DONE]');
  }
  return { kind: 'bytes', pieces: pieces(), betweenMilliseconds };
}

/** Server-sent events of llama.cpp's own, or Ollama's JSON lines. */
function nativeAnswer({ path, json: body }: RecordedRequest, says: string, betweenMilliseconds: number): Reply {
  const texts = says.match(/[\s\S]{1,4}/g) ?? [];
  const counted = `${body?.input_prefix ?? ''}${body?.prompt ?? ''}${body?.input_suffix ?? ''}`.length;
  if (path !== '/api/generate') {
    const end = {
      content: '',
      stop: true,
      stop_type: 'eos',
      tokens_evaluated: counted,
      tokens_predicted: texts.length,
    };
    const pieces = [...texts.map((content) => ({ content, stop: false })), end].map((frame) => eventsOf(frame));
    return { kind: 'bytes', pieces, betweenMilliseconds };
  }
  const end = { response: '', done: true, done_reason: 'stop', prompt_eval_count: counted, eval_count: texts.length };
  const pieces = [...texts.map((response) => ({ response, done: false })), end].map(
    (frame) => `${JSON.stringify(frame)}\n`,
  );
  return { kind: 'bytes', headers: { 'content-type': 'application/x-ndjson' }, pieces, betweenMilliseconds };
}

function firstTool({ json: body }: RecordedRequest): string | undefined {
  const [tool] = Array.isArray(body?.tools) ? body.tools : [];
  return tool?.function?.name;
}

function parsedCall(name: string, request: RecordedRequest, model: string): Reply {
  const call = { id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(city) } };
  if (request.json?.stream !== true) {
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    return json({ id: 'scripted-1', model, choices: [{ index: 0, message, finish_reason: 'tool_calls' }] });
  }
  const delta = { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...call }] }, finish_reason: null }] };
  const end = chunkOf(request.path, model, '', 'tool_calls');
  return { kind: 'bytes', pieces: [eventsOf(delta, end, '[DONE]')] };
}
