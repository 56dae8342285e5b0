/** The chat panel in each state that a person may meet, as data: for looking at it in every theme, width and language. */
import type { ShownCall, ShownRequest } from '../../src/protocol/agent';
import type { PanelState, ShownAnswer, ShownMessage, ShownQuestion } from '../../src/protocol/chat';
import type { agentTexts } from '../../src/vscode/chat/agentTexts';
import type { chatTexts, describeCommand, panelWords } from '../../src/vscode/chat/panelTexts';

/** What the extension says, in the language that is looked at. */
export interface PanelSpeech {
  readonly language: 'en' | 'zh-cn';
  readonly words: ReturnType<typeof panelWords>;
  readonly chat: typeof chatTexts;
  readonly agent: typeof agentTexts;
  readonly command: typeof describeCommand;
}

const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGklEQVR42mNkYPhfz0ACYBzVMKphVAPtNQAAvRIQEVcsJx0AAAAASUVORK5CYII=';

const said = {
  en: {
    question: 'Why is the sum wrong?',
    answer: 'The loop ends **one step early**, see `src/first.ts:2`. The [language reference][1] says more.',
    steps: '1. Compare with the length.\n2. Change the condition:',
    quote: 'Try it with an empty list as well.',
    thought: 'The condition compares with the length minus one, so the last element is never added. ',
    table: '| values | before | after |\n|:-------|-------:|------:|\n| 1, 2, 3 | 3 | 6 |\n| none | 0 | 0 |',
    title: 'The wrong sum',
  },
  'zh-cn': {
    question: '为什么总和不对？',
    answer: '循环**早了一步**结束，见 `src/first.ts:2`。详情见[语言参考][1]。',
    steps: '1. 与长度比较。\n2. 修改条件：',
    quote: '也请用空列表试一试。',
    thought: '条件与“长度减一”比较，因此最后一个元素从未被加上。',
    table: '| 取值 | 之前 | 之后 |\n|:-----|-----:|-----:|\n| 1, 2, 3 | 3 | 6 |\n| 无 | 0 | 0 |',
    title: '错误的总和',
  },
} as const;

const code = `\`\`\`ts src/first.ts
// adds all numbers
export function sum(values: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    total += values[index] ?? 0; // a long comment that does not fit into a narrow panel
  }
  return total;
}
\`\`\``;

/** Forty lines, one of them wide, one with what cannot be seen. */
const longCommand = [
  'cd build',
  ...Array.from({ length: 38 }, (_, line) => `curl --fail --output part-${line}.bin https://example.org/parts/${line}`),
  `echo ${'a very wide line '.repeat(12)}`,
  'echo done\u202e # \u200b',
].join('\n');

/** Every state by its name. */
export function panelStates(speech: PanelSpeech): Readonly<Record<string, PanelState>> {
  const { words, chat, agent, language, command } = speech;
  const text = said[language];
  const whole = [
    ...[text.answer, text.steps, code, text.table, `> ${text.quote}`, '![chart](https://example.org/chart.png)'],
    ...['```bash\nnpm test\n```', '[1]: https://example.org/loops'],
  ].join('\n\n');
  const details = chat.details({
    ...{ model: 'glm-4.6', host: null, milliseconds: 12_300, cost: 0.0042 },
    usage: { promptTokens: 1_830, completionTokens: 412, cachedTokens: 1_500 },
  });
  const answer = (id: string, more: Partial<ShownAnswer>): ShownAnswer => ({
    ...{
      kind: 'answer',
      id,
      text: whole,
      reasoning: '',
      reasoningSeconds: 0,
      quietSeconds: 0,
      state: 'done',
      notice: '',
      details,
    },
    ...{ branch: { ids: [id], index: 0 }, feedback: 'none', serverTools: [], calls: [], checkpoint: 'none' },
    ...more,
  });
  const chip = { id: 'c', label: 'src/first.ts', tokens: 96, canOpen: true };
  const question = (more: Partial<ShownQuestion> = {}): ShownQuestion => ({
    ...{ kind: 'question', id: 'q', text: text.question, chips: [chip], notice: '', branch: { ids: ['q'], index: 0 } },
    ...more,
  });
  const call = (id: string, name: string, values: object, more: Partial<ShownCall>): ShownCall => ({
    ...{ id, at: 0, ...agent.call(name, { ...values }), state: 'done', input: JSON.stringify(values), output: '' },
    ...more,
  });
  const state = (messages: readonly ShownMessage[], more: Partial<PanelState> = {}): PanelState => ({
    ...{
      conversation: 'c',
      title: text.title,
      messages: [...messages],
      older: 0,
      draft: '',
      history: [],
      words,
      language,
    },
    commands: ['explain', 'fix', 'tests'].map((name) => ({ name, description: command(name) })),
    status,
    agent: { mode: 'ask', unavailable: '', todo: [], notice: '', request: null },
    ...more,
  });
  const status: PanelState['status'] = {
    ...{ chips: [], search: 'off', running: null, notice: '', action: 'none' },
    offers: [{ id: 'o', label: 'src/first.ts', tokens: null, canOpen: false }],
    model: { label: 'glm-4.6', hint: 'api.z.ai', sees: true },
    context: { used: 2_242, total: 131_072, hint: chat.context(2_242, 131_072) },
  };
  const hidden = chat.hidden({ count: 7, names: ['U+E0041', 'U+200B'], labels: ['AGENTS.md'], inWords: true });
  const request: ShownRequest = {
    ...{
      kind: 'approval',
      id: 'r',
      hash: 'h',
      title: agent.approval({ action: 'run', targets: [] } as never),
      size: '',
    },
    ...{ content: 'npm test && rm -rf build', targets: ['/home/me/shop'], choices: [], canRemember: true, more: 1 },
    parts: [
      { text: 'npm test', note: '', risky: false },
      { text: 'rm -rf build', note: agent.reason({ reason: 'deletes' }), risky: true },
    ],
    reasons: [],
  };
  return {
    empty: state([]),
    unconnected: state([], {
      status: {
        ...{ ...status, notice: chat.notConnected(), action: 'connect' },
        model: { label: chat.unknownModel(), hint: '', sees: false },
      },
    }),
    answer: state([
      question(),
      answer('a', {
        reasoning: text.thought,
        reasoningSeconds: 3.2,
        feedback: 'good',
        branch: { ids: ['x', 'a'], index: 1 },
      }),
    ]),
    thinking: state(
      [question(), answer('a', { text: '', reasoning: text.thought.repeat(60), state: 'running', details: '' })],
      { status: { ...status, running: 'a' } },
    ),
    waiting: state([question(), answer('a', { text: '', state: 'running', details: '', quietSeconds: 83 })], {
      status: { ...status, running: 'a' },
    }),
    held: state([question(), answer('a', {})], {
      draft: text.question,
      status: { ...status, notice: chat.holdsSecret(['glm-key', 'private-key']), action: 'sendAnyway' },
    }),
    work: state(
      [
        question({ text: text.title }),
        answer('a', {
          text: text.answer,
          state: 'running',
          details: '',
          calls: [
            call('1', 'read_file', { path: 'src/first.ts' }, { output: 'export function sum()' }),
            call(
              '2',
              'run_tests',
              { command: 'npm test' },
              { state: 'failed', output: 'Exit code 1\nsum.test.ts failed' },
            ),
            call('3', 'run_command', { command: 'npm test && rm -rf build' }, { state: 'waiting' }),
          ],
        }),
      ],
      {
        status: { ...status, running: 'a' },
        agent: {
          ...{ mode: 'agent', unavailable: '', request },
          notice: agent.limits([{ kind: 'rounds', used: 45, limit: 50 }]),
          todo: [
            { text: text.quote, state: 'done' },
            { text: text.question, state: 'doing' },
          ],
        },
      },
    ),
    approval: state(
      [
        question({ text: text.title, chips: [] }),
        answer('a', {
          text: text.answer,
          state: 'running',
          details: '',
          calls: [
            call('1', 'edit_file', { path: 'src/first.ts' }, { state: 'denied' }),
            call('2', 'run_command', { command: 'sudo ls' }, { state: 'refused' }),
            call('3', 'fetch_url', { url: 'https://example.org/loops' }, { state: 'stopped' }),
            call('4', 'run_command', { command: 'npm test' }, { state: 'running', output: '1 passed' }),
            call('5', 'run_command', { command: longCommand }, { state: 'waiting' }),
          ],
        }),
      ],
      {
        status: { ...status, running: 'a' },
        agent: {
          ...{ mode: 'edit', unavailable: '', notice: '', todo: [] },
          request: {
            ...request,
            ...{ content: longCommand, size: agent.size(41, longCommand.length), canRemember: false, more: 0 },
            parts: longCommand.split('\n').map((part, line) => ({
              ...{ text: part, risky: line % 3 !== 0 },
              note: line % 3 === 0 ? '' : agent.reason({ reason: 'uses the network: {0}', detail: 'curl' }),
            })),
            reasons: [agent.reason({ reason: 'uses the network: {0}', detail: 'curl' })],
          },
        },
      },
    ),
    plan: state(
      [question({ text: text.title, chips: [] }), answer('a', { text: text.answer, state: 'running', details: '' })],
      {
        status: { ...status, running: 'a' },
        agent: {
          ...{ mode: 'plan', unavailable: '', notice: '', todo: [] },
          request: {
            ...{ kind: 'plan', id: 'p', hash: 'h', title: agent.plan(), content: text.steps, size: '', targets: [] },
            ...{ parts: [], reasons: [], choices: [], canRemember: false, more: 0 },
          },
        },
      },
    ),
    question: state(
      [question({ text: text.title, chips: [] }), answer('a', { text: text.answer, state: 'running', details: '' })],
      {
        status: { ...status, running: 'a' },
        agent: {
          ...{ mode: 'agent', unavailable: '', notice: '', todo: [] },
          request: {
            ...request,
            ...{ kind: 'question', id: 'u', title: agent.question(), content: text.question, targets: [], parts: [] },
            ...{ choices: [text.title, text.quote], canRemember: false, more: 0 },
          },
        },
      },
    ),
    limit: state(
      [question({ text: text.title, chips: [] }), answer('a', { text: text.answer, state: 'running', details: '' })],
      {
        status: { ...status, running: 'a' },
        agent: {
          ...{ mode: 'agent', unavailable: '', notice: '', todo: [] },
          request: {
            ...request,
            ...{
              kind: 'goOn',
              id: 'g',
              title: agent.goOn({ kind: 'limit', limit: { kind: 'rounds', used: 50, limit: 50 } }),
            },
            ...{ content: '', targets: [], parts: [], canRemember: false, more: 0 },
          },
        },
      },
    ),
    search: state([
      question({ text: text.title, chips: [] }),
      answer('a', {
        text: text.answer,
        serverTools: [
          {
            ...{ title: chat.serverTool('web_search'), input: 'typescript loop off by one' },
            outputs: [
              {
                ...{ kind: 'page', label: 'Loops and iteration', host: 'example.org' },
                ...{ text: text.quote, url: 'https://example.org/loops' },
              },
            ],
          },
          {
            ...{ title: chat.serverTool('code_interpreter'), input: 'print(sum([1, 2, 3]))' },
            outputs: [{ kind: 'log', label: '', text: '6', url: '', host: '' }],
          },
        ],
      }),
    ]),
    faults: state(
      [
        question({ notice: hidden }),
        answer('a', { text: text.answer, state: 'cut', notice: chat.end('length') }),
        {
          ...{ kind: 'compaction', id: 'compaction:k', isLast: true, summary: text.answer },
          text: chat.compacted(12_000, 900),
        },
        question({ id: 'q2', text: text.quote, chips: [] }),
        answer('b', { text: '', state: 'failed', notice: chat.notSaved(), details: '' }),
      ],
      {
        older: 12,
        draft: text.question,
        status: {
          ...status,
          chips: [chip, { id: 'p', label: 'chart.png', tokens: 1_000, canOpen: false, picture }],
          search: 'on',
          notice: chat.almostFull(84),
          action: 'compact',
          context: { used: 110_000, total: 131_072, hint: chat.context(110_000, 131_072) },
        },
      },
    ),
  };
}
