/**
 * Endpoints that Continue and Cline know, from the text of their settings files: address and model, and whether there is a key. The key's
 * value is left out here and read by `readKey` only when the person says so. Formats: Continue's config.json and config.yaml references,
 * Cline's globalState.json as its command line and desktop core write it.
 */
import * as z from 'zod';
import { parseEndpointUrl } from '../endpointUrl';

export interface ImportedEndpoint {
  /** The entry's own title. */
  readonly title: string;
  readonly url: string;
  /** '' = the entry names none. */
  readonly model: string;
  /** Whether a key stands beside it. */
  readonly hasKey: boolean;
}

/** One entry, with its key. */
interface Entry extends Omit<ImportedEndpoint, 'hasKey'> {
  readonly key: string;
}

export type ImportFormat = 'continue-json' | 'continue-yaml' | 'cline';

/** Where the files lie, below the home folder. */
export const importFiles: readonly {
  readonly program: string;
  readonly path: string;
  readonly format: ImportFormat;
}[] = [
  { program: 'Continue', path: '.continue/config.yaml', format: 'continue-yaml' },
  { program: 'Continue', path: '.continue/config.json', format: 'continue-json' },
  { program: 'Cline', path: '.cline/data/globalState.json', format: 'cline' },
];

/** The endpoints of a settings file that can be used here; none when it cannot be read. */
export function readImport(text: string, format: ImportFormat): readonly ImportedEndpoint[] {
  return entriesOf(text, format).map(({ key, ...rest }) => ({ ...rest, hasKey: key !== '' }));
}

/** The key beside an endpoint; undefined = there is none. To be called only when the person has asked for it. */
export function readKey(text: string, format: ImportFormat, url: string): string | undefined {
  return entriesOf(text, format).find((entry) => entry.url === url && entry.key !== '')?.key;
}

/** Continue's programs on this machine, whose address its files may leave out. */
const localBases: ReadonlyMap<string, string> = new Map([
  ['ollama', 'http://localhost:11434'],
  ['lmstudio', 'http://localhost:1234/v1'],
  ['llama.cpp', 'http://localhost:8080'],
  ['vllm', 'http://localhost:8000/v1'],
]);

const continueModel = z.object({
  provider: z.string().nullish(),
  title: z.string().nullish(),
  model: z.string().nullish(),
  apiBase: z.string().nullish(),
  apiKey: z.string().nullish(),
});
const continueFile = z.object({
  models: z.array(z.unknown()).nullish(),
  tabAutocompleteModel: z.unknown().optional(),
});
const clineFile = z.object({
  openAiBaseUrl: z.string().nullish(),
  openAiModelId: z.string().nullish(),
  actModeOpenAiModelId: z.string().nullish(),
  ollamaBaseUrl: z.string().nullish(),
  ollamaModelId: z.string().nullish(),
  lmStudioBaseUrl: z.string().nullish(),
  lmStudioModelId: z.string().nullish(),
});

function entriesOf(text: string, format: ImportFormat): readonly Entry[] {
  const all = format === 'continue-yaml' ? continueYaml(text) : format === 'cline' ? cline(text) : continueJson(text);
  const usable = all.filter(({ url }) => parseEndpointUrl(url).kind === 'valid');
  return usable.filter(
    ({ url, model }, index) => usable.findIndex((other) => other.url === url && other.model === model) === index,
  );
}

function continueJson(text: string): readonly Entry[] {
  const file = continueFile.safeParse(jsonOf(text));
  const models = file.success ? [...(file.data.models ?? []), file.data.tabAutocompleteModel].flat() : [];
  return models.flatMap((value) => {
    const parsed = continueModel.safeParse(value);
    return parsed.success
      ? [entryOf(parsed.data.title, addressOf(parsed.data), parsed.data.model, parsed.data.apiKey)]
      : [];
  });
}

function addressOf({ apiBase, provider }: Pick<z.infer<typeof continueModel>, 'apiBase' | 'provider'>): string {
  return apiBase ?? localBases.get(provider ?? '') ?? '';
}

function cline(text: string): readonly Entry[] {
  const parsed = clineFile.safeParse(jsonOf(text));
  if (!parsed.success) {
    return [];
  }
  const file = parsed.data;
  return [
    entryOf('OpenAI Compatible', file.openAiBaseUrl, file.actModeOpenAiModelId ?? file.openAiModelId),
    entryOf('Ollama', file.ollamaBaseUrl, file.ollamaModelId),
    entryOf('LM Studio', file.lmStudioBaseUrl, file.lmStudioModelId),
  ];
}

function entryOf(title?: string | null, url?: string | null, model?: string | null, key?: string | null): Entry {
  return { title: title || model || '', url: url ?? '', model: model ?? '', key: isValue(key) ? key : '' };
}

/** A reference to a secret that lies elsewhere is no key. */
function isValue(key: string | null | undefined): key is string {
  return typeof key === 'string' && key !== '' && !/^\$\{\{|^\$\{|^env:/.test(key);
}

/**
 * Plain `name: value` lines of the entries of `models:`. Everything else of YAML (anchors, flow style, texts over several lines) is passed
 * over: an entry that uses it is not offered, and nothing in the file can do any harm.
 */
function continueYaml(text: string): readonly Entry[] {
  const entries: Map<string, string>[] = [];
  let isInside = false;
  let indent = -1;
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#-]/.test(line)) {
      isInside = /^models:\s*(?:#.*)?$/.test(line);
      indent = -1;
      continue;
    }
    const [, space, dash, name, value] = /^(\s*)(-\s+)?([A-Za-z]+):\s*(.*)$/.exec(line) ?? [];
    if (!isInside || space === undefined || name === undefined || value === undefined) {
      continue;
    }
    const depth = space.length + (dash?.length ?? 0);
    if (dash !== undefined && (indent === -1 || depth === indent)) {
      indent = depth;
      entries.push(new Map());
    }
    if (depth === indent) {
      entries.at(-1)?.set(name, scalar(value));
    }
  }
  return entries.map((entry) =>
    entryOf(
      entry.get('name'),
      addressOf({ apiBase: entry.get('apiBase'), provider: entry.get('provider') }),
      entry.get('model'),
      entry.get('apiKey'),
    ),
  );
}

function scalar(text: string): string {
  const quoted = /^(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?$/.exec(text);
  return quoted
    ? (quoted[1] ?? quoted[2] ?? '')
    : /^[&*!|>{["'%@`]/.test(text) && !text.startsWith('${{')
      ? ''
      : text.replace(/\s+#.*$/, '').trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
