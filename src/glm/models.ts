/**
 * What is known of a model by its id. Ids are free text (a new model must work on the day it appears), so they are matched by rules, and
 * an id that no rule knows gets what is safe with every model. Source: glm.md, sections 1.3, 1.8, 3 and 5; doubts in `doubtfulFacts`.
 */
import type { OutputFormat } from './formats/output/createOutputParser';

export interface ModelTraits {
  /** Context in tokens; undefined = not known. */
  readonly contextTokens: number | undefined;
  /** Most tokens of one answer; undefined = not known. */
  readonly outputTokens: number | undefined;
  /** Whether it can look at images. */
  readonly vision: boolean;
  /** `optional`: thinks unless told not to. `always`: cannot be told. `none`: never does. `unknown`: may, and has no switch that we know. */
  readonly thinking: 'none' | 'optional' | 'always' | 'unknown';
  /** Whether `tool_stream` is known to it. */
  readonly toolStream: boolean;
  /** How it writes tool calls where its server does not parse them. */
  readonly outputFormat: OutputFormat;
  /** The raw format in which it fills a hole; `target` = by fields of its own at BigModel. */
  readonly fillInTheMiddle: 'none' | 'codegeex4' | 'glm45';
  /** Whether its chat template passes over tool messages and calls in silence. */
  readonly ignoresToolMessages: boolean;
  /** Whether temperature and top_p must stay strictly between 0 and 1. */
  readonly strictSampling: boolean;
  /** Whether a user's message must be a list of parts, and tools of the server's own are offered (GLM-4 All Tools). */
  readonly allTools: boolean;
  /** Stop texts that it takes where its service takes fewer; undefined = as the service. */
  readonly stopLimit: number | undefined;
}

const unknown: ModelTraits = {
  contextTokens: undefined,
  outputTokens: undefined,
  vision: false,
  thinking: 'unknown',
  toolStream: false,
  outputFormat: 'auto',
  fillInTheMiddle: 'none',
  ignoresToolMessages: false,
  strictSampling: false,
  allTools: false,
  stopLimit: undefined,
};

const thousand = 1024;
const glm4 = { outputFormat: 'glm4', thinking: 'none', ignoresToolMessages: true, strictSampling: true } as const;
const glm45 = { outputFormat: 'glm45', thinking: 'optional', fillInTheMiddle: 'glm45' } as const;
const glm47 = { ...glm45, outputFormat: 'glm47', toolStream: true } as const;

interface Rule {
  readonly pattern: RegExp;
  readonly traits: Partial<ModelTraits>;
}

/** All rules that fit are applied in this order, so a later, narrower one corrects an earlier one. */
const rules: readonly Rule[] = [
  { pattern: /^(?:chatglm|glm-?4(?![.\d]))/, traits: { ...glm4, contextTokens: 128 * thousand, outputTokens: 4095 } },
  { pattern: /^glm-?4-9b/, traits: { outputTokens: undefined } },
  {
    pattern: /^glm-?4-(?:9b|32b)-.*0414|^glm-?4-0414/,
    traits: { contextTokens: 32 * thousand, outputTokens: undefined },
  },
  { pattern: /^glm-4-32b-0414-128k/, traits: { contextTokens: 128 * thousand } },
  { pattern: /^glm-4-flashx?-250414/, traits: { outputTokens: 16 * thousand } },
  { pattern: /^glm-4-long/, traits: { contextTokens: 1024 * thousand, outputTokens: 4 * thousand } },
  { pattern: /^glm-4-airx/, traits: { contextTokens: 8 * thousand } },
  { pattern: /^glm-4-alltools/, traits: { allTools: true, outputTokens: 20_480 } },
  { pattern: /^glm-4v/, traits: { vision: true, contextTokens: undefined, outputTokens: 1024 } },
  { pattern: /^glm-4v-flash/, traits: { contextTokens: 16 * thousand } },
  { pattern: /^glm-?z1/, traits: { ...glm4, contextTokens: 32 * thousand, thinking: 'always' } },
  {
    pattern: /^codegeex-?4/,
    traits: { outputFormat: 'codegeex4', thinking: 'none', fillInTheMiddle: 'codegeex4', ignoresToolMessages: true },
  },
  { pattern: /^codegeex-?4/, traits: { contextTokens: 128 * thousand, strictSampling: true, stopLimit: 4 } },
  { pattern: /^glm-?4\.1v/, traits: { vision: true, contextTokens: 64 * thousand, outputTokens: 16 * thousand } },
  { pattern: /^glm-?4\.1v/, traits: { thinking: 'always', outputFormat: 'glm4', strictSampling: true } },
  { pattern: /^glm-?4\.5/, traits: { ...glm45, contextTokens: 128 * thousand, outputTokens: 96 * thousand } },
  { pattern: /^glm-?4\.6/, traits: { ...glm45, toolStream: true } },
  { pattern: /^glm-?4\.[7-9]/, traits: glm47 },
  { pattern: /^glm-?4\.[6-9]/, traits: { contextTokens: 200 * thousand, outputTokens: 128 * thousand } },
  { pattern: /^glm-?4\.[5-9]v/, traits: { vision: true, toolStream: false, fillInTheMiddle: 'none' } },
  { pattern: /^glm-?4\.[56]v/, traits: { contextTokens: 128 * thousand, outputTokens: 32 * thousand } },
  { pattern: /^glm-?4\.5v/, traits: { contextTokens: 64 * thousand, outputTokens: 16 * thousand } },
  {
    pattern: /^glm-?(?:[5-9]|\d\d)/,
    traits: { ...glm47, contextTokens: 200 * thousand, outputTokens: 128 * thousand },
  },
  { pattern: /^glm-?5\.[1-9]/, traits: { toolStream: false } },
  { pattern: /^glm-?5\.2/, traits: { contextTokens: 1024 * thousand } },
  { pattern: /^glm-?5\.3/, traits: { thinking: 'always' } },
  { pattern: /^glm-?(?:5v|5\.3-flash)/, traits: { vision: true } },
];

/** The traits of a model by its id: as the provider writes it, as a repository (`zai-org/GLM-4.5-Air`), a file or an Ollama tag. */
export function modelTraits(modelId: string): ModelTraits {
  const name = bareName(modelId);
  const fitting = rules.filter(({ pattern }) => pattern.test(name)).map(({ traits }) => traits);
  return Object.assign({}, unknown, ...fitting);
}

/** The id without folder, organisation and tag, lower case, with hyphens where Ollama and files have other signs. */
function bareName(modelId: string): string {
  const last = modelId.toLowerCase().split(/[\\/]/).at(-1) ?? '';
  return last
    .replace(/^(?:zai-org|thudm|unsloth|bartowski|zhipuai)[_-]/, '')
    .replace(/[:_ ]/g, '-')
    .replace(/^codegeex-4/, 'codegeex4');
}
