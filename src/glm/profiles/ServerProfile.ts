/**
 * What one kind of server understands and how it answers, as data. The functions that act on it stand beside it (`chatBody`,
 * `completionCall`); a server that turns out to be different is changed in its own file, and nowhere else.
 */

export const profileIds = [
  'zai',
  'zai-coding',
  'bigmodel',
  'bigmodel-coding',
  'vllm',
  'sglang',
  'llama.cpp',
  'ollama',
  'lm-studio',
  'engine',
  'openai',
] as const;

export type ProfileId = (typeof profileIds)[number];

/** What is known of a server before it is asked for text. */
export interface ServerHints {
  /** Who owns the first listed model, in the server's own words (`vllm`, `llamacpp`, `library`, …). */
  readonly ownedBy?: string | undefined;
  /** The server is our own engine. */
  readonly isEngine?: boolean | undefined;
}

/** An address in the parts that servers are recognised by. */
export interface ServerPlace extends ServerHints {
  /** Without the port, lower case. */
  readonly host: string;
  /** '' = the scheme's own. */
  readonly port: string;
  readonly path: string;
}

export interface ServerProfile {
  readonly id: ProfileId;
  /** For people to read. */
  readonly name: string;
  /** Whether an address or a first answer is this server's. */
  readonly recognises: (place: ServerPlace) => boolean;
  /** Base address to begin with; undefined = the person's own machine or network. */
  readonly base?: string;
  /** Addresses of the same provider that a key may belong to instead (BigModel's code 1113). */
  readonly otherAddresses: readonly string[];
  /** Ports on which it listens by default, to be asked when somebody looks for servers on this machine. */
  readonly localPorts: readonly number[];
  /** Requests at once by default. */
  readonly concurrency: number;
  /**
   * How text is continued: OpenAI's `/completions` with a raw prompt, the native raw routes of Ollama and llama.cpp, or only by asking
   * for it in a chat.
   */
  readonly completion: 'completions' | 'ollama' | 'llama.cpp' | 'chat';
  /** Most stop texts in one request; the client cuts at the others itself. */
  readonly stopLimit: number;
  /** `openai`: temperature 0 to 2, seed. `zai`: 0 to 1 with two decimals, `do_sample: false` for greedy, no seed. */
  readonly sampling: 'openai' | 'zai';
  /** Whether usage in a stream has to be asked for by `stream_options`. */
  readonly streamOptions: boolean;
  /** The field that switches thinking. */
  readonly thinking: 'thinking' | 'chat_template_kwargs' | 'think' | 'none';
  /** Whether earlier reasoning may be sent back as `reasoning_content`. */
  readonly takesReasoning: boolean;
  /** Whether tool calls always arrive parsed; else they may stand in the text in the model's own format. */
  readonly parsesToolCalls: boolean;
  /** Whether tools may be offered by the `tools` field; else they are described in the text. */
  readonly takesTools: boolean;
  /** Whether the model's raw chat template is fed, so that what the template ignores is lost. */
  readonly feedsRawTemplate: boolean;
  readonly requestId: boolean;
  /** Whether a key `id.secret` may be signed into a short-lived token, when the server says that what it got has expired. */
  readonly signsKeys: boolean;
  /** In which languages the server is to speak; undefined = as it likes. */
  readonly acceptLanguage: string | undefined;
  readonly userId: 'user_id' | 'user' | 'none';
  /** Whether `tool_stream` and the tools that the server runs itself (`web_search`, …) exist. */
  readonly serverTools: boolean;
  /** Whether there may be a `/tokenize` route. */
  readonly tokenizes: boolean;
  /** How the server tells prompt tokens from its cache; `none` = nothing will be said. */
  readonly cachedTokens: 'usage' | 'timings' | 'none';
}

/** What most OpenAI-style servers have in common; a profile says what differs. */
export const openAiStyle = {
  otherAddresses: [],
  localPorts: [],
  concurrency: 2,
  completion: 'completions',
  stopLimit: 16,
  sampling: 'openai',
  streamOptions: true,
  thinking: 'chat_template_kwargs',
  takesReasoning: true,
  parsesToolCalls: false,
  takesTools: true,
  feedsRawTemplate: true,
  requestId: false,
  signsKeys: false,
  acceptLanguage: undefined,
  userId: 'none',
  serverTools: false,
  tokenizes: true,
  cachedTokens: 'usage',
} as const satisfies Omit<ServerProfile, 'id' | 'name' | 'recognises'>;

/** Whether a host is a domain or lies under it. */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
