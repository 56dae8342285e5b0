/**
 * The product's settings as one schema: `package.json` is checked against it by a test, the editor adapter reads by it, and the core
 * gets plain values. A `machine` setting says where data goes or what is run, so a folder can never set it.
 */

interface BooleanSetting {
  readonly type: 'boolean';
  readonly default: boolean;
}
interface NumberSetting {
  readonly type: 'integer';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}
interface StringSetting {
  readonly type: 'string';
  readonly default: string;
  /** The allowed words, where only some make sense. */
  readonly enum?: readonly string[];
}
/** A list or an object, whose members are read where they are used. */
interface StructuredSetting {
  readonly type: 'array' | 'object';
  readonly default: readonly unknown[] | Readonly<Record<string, unknown>>;
}
export type SettingSchema = (BooleanSetting | NumberSetting | StringSetting | StructuredSetting) & {
  /** `machine`: user and remote settings only. `window`/`language-overridable`: a folder may set it too. */
  readonly scope: 'machine' | 'window' | 'language-overridable';
};

export const multilineModes = ['auto', 'never', 'always'] as const;
export type MultilineMode = (typeof multilineModes)[number];

export const fillInTheMiddleChoices = ['auto', 'none', 'codegeex4', 'glm45', 'infill', 'chat'] as const;
export type FillInTheMiddleChoice = (typeof fillInTheMiddleChoices)[number];

/** Keys without the `tandem.` in front. */
export const settingsSchema = {
  'endpoint.url': { type: 'string', default: '', scope: 'machine' },
  'endpoint.model': { type: 'string', default: '', scope: 'machine' },
  'endpoint.fillInTheMiddle': { type: 'string', default: 'auto', enum: fillInTheMiddleChoices, scope: 'machine' },
  endpoints: { type: 'array', default: [], scope: 'machine' },
  roles: { type: 'object', default: {}, scope: 'machine' },
  'network.caFile': { type: 'string', default: '', scope: 'machine' },
  'network.connectTimeout': { type: 'integer', default: 10, minimum: 1, maximum: 300, scope: 'machine' },
  'network.firstByteTimeout': { type: 'integer', default: 330, minimum: 5, maximum: 7200, scope: 'machine' },
  'network.idleTimeout': { type: 'integer', default: 60, minimum: 5, maximum: 3600, scope: 'machine' },
  'network.totalTimeout': { type: 'integer', default: 3600, minimum: 30, maximum: 86_400, scope: 'machine' },
  'engine.model': { type: 'string', default: '', scope: 'machine' },
  'engine.contextSize': { type: 'integer', default: 8192, minimum: 512, maximum: 131_072, scope: 'machine' },
  'completion.enabled': { type: 'boolean', default: true, scope: 'language-overridable' },
  'completion.debounce': { type: 'integer', default: 300, minimum: 0, maximum: 5000, scope: 'window' },
  'completion.multiline': { type: 'string', default: 'auto', enum: multilineModes, scope: 'language-overridable' },
  'completion.maxTokens': { type: 'integer', default: 128, minimum: 8, maximum: 2048, scope: 'window' },
  'completion.prefetch': { type: 'boolean', default: true, scope: 'window' },
  'completion.pauseOnBattery': { type: 'boolean', default: false, scope: 'window' },
  'agent.tools': { type: 'object', default: {}, scope: 'machine' },
  'agent.commands': { type: 'object', default: { allow: [], deny: [] }, scope: 'machine' },
  'agent.testCommand': { type: 'object', default: {}, scope: 'machine' },
  'agent.maxRequests': { type: 'integer', default: 50, minimum: 1, maximum: 10_000, scope: 'machine' },
  'agent.maxTokens': { type: 'integer', default: 2_000_000, minimum: 0, maximum: 1_000_000_000, scope: 'machine' },
  'agent.maxMinutes': { type: 'integer', default: 60, minimum: 0, maximum: 10_000, scope: 'machine' },
  'agent.maxCost': { type: 'integer', default: 0, minimum: 0, maximum: 1_000_000, scope: 'machine' },
  'agent.prices': { type: 'object', default: {}, scope: 'machine' },
  'chat.titles': { type: 'boolean', default: true, scope: 'window' },
  'chat.contextTokens': { type: 'integer', default: 0, minimum: 0, maximum: 2_097_152, scope: 'window' },
  'chat.autoCompact': { type: 'boolean', default: true, scope: 'window' },
  'chat.codeActions': { type: 'boolean', default: true, scope: 'window' },
  'languageModelChat.enabled': { type: 'boolean', default: true, scope: 'window' },
  'promptLog.retentionDays': { type: 'integer', default: 90, minimum: 1, maximum: 3650, scope: 'machine' },
  'promptLog.sizeLimit': { type: 'integer', default: 512, minimum: 1, maximum: 100_000, scope: 'machine' },
  'promptLog.redactedPatterns': { type: 'array', default: [], scope: 'machine' },
  'promptLog.collector.url': { type: 'string', default: '', scope: 'machine' },
  'promptLog.collector.classes': { type: 'array', default: [], scope: 'machine' },
} as const satisfies Record<string, SettingSchema>;

export type SettingKey = keyof typeof settingsSchema;

/** How one endpoint is reached: the one of the simple settings, or one of the named ones. */
export interface EndpointSettings {
  /** Address of an OpenAI-style server; empty = use the embedded engine, when `engineModel` names a file. */
  readonly url: string;
  /** Model id; empty = the first one that the endpoint lists. */
  readonly model: string;
  readonly fillInTheMiddle: FillInTheMiddleChoice;
  /** Path of a GGUF file for the embedded engine; empty = none. */
  readonly engineModel: string;
  /** Context of the embedded engine, in tokens. */
  readonly engineContextSize: number;
  /** Kind of server (`ProfileId`); absent = by its address and first answer. */
  readonly profile?: string;
  /** Requests at once; absent = what the kind of server allows. */
  readonly concurrency?: number;
}

/** How inline completion behaves in one document. */
export interface CompletionSettings {
  readonly enabled: boolean;
  /** Longest pause in typing before a request is made, in milliseconds; how long it is follows typing and server. 0 = none. */
  readonly debounce: number;
  readonly multiline: MultilineMode;
  /** Upper bound of generated tokens. */
  readonly maxTokens: number;
}

/** How the chat panel behaves. */
export interface ChatSettings {
  /** Whether the model names conversations. */
  readonly titles: boolean;
  /** Most tokens of context that are used; 0 = all that the model has. */
  readonly contextTokens: number;
  /** Whether a conversation is summed up before a question that would not fit. */
  readonly autoCompact: boolean;
  /** Whether the lightbulb offers questions to the chat. */
  readonly codeActions: boolean;
}

/** How long the prompt log keeps what it has, and who else gets it. */
export interface PromptLogSettings {
  readonly retentionDays: number;
  /** Bytes of all segments together. */
  readonly sizeLimit: number;
  /** Sources of regular expressions: what they match is secret to the person. */
  readonly redactedPatterns: readonly string[];
  /** Base address of an OpenTelemetry collector (OTLP/HTTP); empty = none. */
  readonly collectorUrl: string;
  /** Classes of content that the collector gets, as the person wrote them. */
  readonly collectorClasses: readonly string[];
}
