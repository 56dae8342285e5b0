/**
 * One's own benchmark: a folder for each item, with small text files that git can show differences of. docs/evaluation.md describes the form. An item
 * without tests is read, and counts as not tested.
 */
import * as z from 'zod';
import { extractCode } from '../asking/extractCode';
import { type Ask, codeLanguages, type EvaluationItem, type Test } from '../EvaluationItem';
import type { DataFile, DataSetFormat } from './DataSetFormat';
import { taskSampleLine, taskSamples } from './humanEval';

export const ownItemSchema = z.looseObject({
  schema: z.literal('glm.item/1'),
  id: z.string().regex(/^[\w.-]+$/),
  language: z.string(),
  naturalLanguage: z.string().exactOptional(),
  domain: z.string().exactOptional(),
  /** `message`: prompt.md is what the model is asked; `hole`: it fills what is missing between prefix.txt and suffix.txt. */
  kind: z.enum(['message', 'hole']),
  /** A hole's file in the item's `workspace/`, where it is in one. */
  file: z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/)
    .exactOptional(),
  /** How tests.* is run; absent = there are none yet. `entry` is the function that `check` gets. */
  tests: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('check'), entry: z.string() }),
      z.object({ kind: z.literal('pytest') }),
      z.object({ kind: z.literal('script') }),
      z.object({ kind: z.literal('junit') }),
    ])
    .exactOptional(),
  /** What the checks of the item itself said: whether its reference passes and wrong programs fail. */
  gate: z.looseObject({ state: z.enum(['open', 'passed', 'failed']) }),
  /** Where it comes from, without the person's words. */
  provenance: z.looseObject({}),
});
export type OwnItem = z.infer<typeof ownItemSchema>;

const extensions: Readonly<Record<string, string>> = { python: 'py', javascript: 'js', typescript: 'ts', java: 'java' };

/** The ending of an item's code files. */
export function extensionOf(language: string): string {
  return extensions[language] ?? 'txt';
}

const parts = /^(?:.*\/)?(?:item\.json|prompt\.md|prefix\.txt|suffix\.txt|(?:reference|tests)\.\w+)$/;

/** What the assistant finds around an item, whatever it is called: none of these files is one of the item's own. */
const inWorkspace = /(?:^|\/)workspace\/./;

async function items(files: readonly DataFile[]): Promise<readonly EvaluationItem[]> {
  const [inside, outside] = [
    files.filter(({ path }) => inWorkspace.test(path)),
    files.filter(({ path }) => !inWorkspace.test(path)),
  ];
  const found = await Promise.all(
    [...Map.groupBy(outside, ({ folder }) => folder)].map(([folder, own]) => {
      const path = `${folder}/workspace`;
      const files = inside.filter((file) => file.folder === path || file.folder.startsWith(`${path}/`));
      return toItem(own, files.length === 0 ? undefined : { path, files });
    }),
  );
  return found.flat();
}

interface Workspace {
  /** Absolute. */
  readonly path: string;
  readonly files: readonly DataFile[];
}

/** Modules beside a program under test: as many, and characters of all of them. */
const modulesLimit = { count: 100, characters: 1_000_000 };

/** The workspace's Python modules by their path in it. Throws where they are more than a test may have. */
async function modulesOf({ path, files }: Workspace): Promise<Readonly<Record<string, string>>> {
  const modules = files.filter((file) => file.path.endsWith('.py'));
  const read = await Promise.all(
    modules.map(async (file) => {
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      return [`${file.folder}/${name}`.slice(path.length + 1), await file.read()] as const;
    }),
  );
  const characters = read.reduce((sum, [, text]) => sum + text.length, 0);
  if (read.length > modulesLimit.count || characters > modulesLimit.characters) {
    throw new RangeError(`${path}: more than ${modulesLimit.count} modules or ${modulesLimit.characters} characters`);
  }
  return Object.fromEntries(read);
}

async function toItem(
  files: readonly DataFile[],
  workspace: Workspace | undefined,
): Promise<readonly EvaluationItem[]> {
  const read = async (name: RegExp): Promise<string | undefined> => files.find(({ path }) => name.test(path))?.read();
  const manifest = await read(/(?:^|\/)item\.json$/);
  if (manifest === undefined) {
    return [];
  }
  const item = ownItemSchema.parse(JSON.parse(manifest));
  const language = codeLanguages.find((each) => each === item.language);
  const [prompt = '', prefix = '', suffix = ''] = [
    await read(/prompt\.md$/),
    await read(/prefix\.txt$/),
    await read(/suffix\.txt$/),
  ];
  const reference = await read(/reference\.\w+$/);
  const tests = await read(/tests\.\w+$/);
  const modules = workspace === undefined || language !== 'python' ? undefined : await modulesOf(workspace);
  const ask: Ask =
    item.kind === 'hole'
      ? {
          kind: 'hole',
          language: language ?? 'python',
          prefix,
          suffix,
          ...(item.file !== undefined && { file: item.file }),
        }
      : { kind: 'message', content: prompt, extraction: 'last-fence' };
  return [
    {
      id: item.id,
      slices: {
        language: item.language,
        ...(item.naturalLanguage !== undefined && { 'natural language': item.naturalLanguage }),
        ...(item.domain !== undefined && { domain: item.domain }),
      },
      ask,
      ...(workspace !== undefined && { workspace: workspace.path }),
      test: testOf(item, tests, {
        prefix,
        suffix,
        reference: reference ?? '',
        ...(modules !== undefined && { files: modules }),
      }),
      ...(reference !== undefined && {
        canonical: { kind: item.kind === 'hole' ? ('completion' as const) : ('solution' as const), text: reference },
      }),
    },
  ];
}

interface ItemTexts {
  readonly prefix: string;
  readonly suffix: string;
  readonly reference: string;
  readonly files?: Readonly<Record<string, string>>;
}

function testOf(
  { tests: how, kind, language }: OwnItem,
  tests: string | undefined,
  { prefix, suffix, reference, files }: ItemTexts,
): Test {
  if (how === undefined || tests === undefined) {
    return { kind: 'missing' };
  }
  switch (how.kind) {
    case 'check': {
      const whole = kind === 'hole' ? `${prefix}${reference}${suffix}` : reference;
      return { kind: 'check', prefix, suffix, entry: how.entry, test: tests, reference: whole, files };
    }
    case 'pytest':
      return { kind: 'pytest', module: 'solution', tests, preamble: '', files };
    case 'script':
      return { kind: 'script', language: language === 'typescript' ? 'typescript' : 'javascript', prefix, tests };
    case 'junit':
      return { kind: 'junit', tests, libraries: '' };
  }
}

export const own: DataSetFormat = {
  isData: (path) => parts.test(path) || inWorkspace.test(path),
  items,
  samples: (line, _, known) => {
    const response = z.looseObject({ task_id: z.string(), response: z.string() }).safeParse(line).data;
    if (response === undefined || known.get(response.task_id)?.ask.kind !== 'message') {
      return taskSamples(line);
    }
    const code = extractCode(response.response, 'last-fence');
    return [
      {
        id: response.task_id,
        answer:
          code === undefined ? { kind: 'none', why: 'the answer holds no code' } : { kind: 'solution', text: code },
        response: response.response,
      },
    ];
  },
  sampleLine: taskSampleLine,
  resultLine: (item, answer, _, { outcome, errorClass, detail }) => ({
    ...taskSampleLine(item, answer),
    outcome,
    ...(errorClass !== undefined && { errorClass, detail }),
  }),
  deviations: [],
};
