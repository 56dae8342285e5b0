/**
 * The messages between the extension and the chat panel's page: one map each way, every message checked where it arrives. The page asks
 * for nothing by path or command that it was not given; what it sends is judged like text from the web.
 */
import * as z from 'zod';
import { agentState, agentToHost, agentToPage, shownCall } from './agent';
import { panelWords } from './chatWords';

/** Longest text that the page may send, in UTF-16 units. */
const text = z.string().max(1_000_000);
const id = z.string().max(200);
/** What goes along: holds an address, in which each sign of a Chinese path takes nine. */
const chipId = z.string().max(5_000);
const nothing = z.strictObject({});

/** UTF-16 units of what is written behind an @: an address may be long. */
export const longestMention = 2_000;

/** From the page to the extension. */
export const toHost = {
  /** The page is there and wants the whole state; sent again whenever it was made anew. */
  ready: nothing,
  send: z.strictObject({ text }),
  /** A question that came back with a warning is to be sent as it is. */
  sendAnyway: z.strictObject({ text }),
  stop: nothing,
  /** A new answer to the same question, on a branch of its own. */
  regenerate: z.strictObject({ id }),
  /** A question in another wording, on a branch of its own. */
  edit: z.strictObject({ id, text }),
  /** More of an answer that broke off. */
  resume: z.strictObject({ id }),
  /** The branch through this message is to be shown. */
  showBranch: z.strictObject({ id }),
  /** More of what was said before. */
  older: nothing,
  /** What was said so far is to be summed up for the model. */
  compact: nothing,
  /** The person wants to connect a model. */
  connect: nothing,
  undoCompaction: z.strictObject({ id }),
  /** The text that is being written. */
  draft: z.strictObject({ text }),
  /** `answer`: the one that the text is from. */
  copy: z.strictObject({ text, answer: id }),
  useCode: z.strictObject({
    action: z.enum(['insert', 'apply', 'newFile', 'terminal']),
    answer: id,
    code: text,
    language: z.string().max(100),
    path: z.string().max(1000),
  }),
  openLink: z.strictObject({ url: z.string().max(10_000) }),
  /** A picture on the web is to be shown; the person is asked before anything is fetched. */
  loadImage: z.strictObject({ url: z.string().max(10_000) }),
  /** A picture that was pasted or dropped, made smaller by the page: a `data:` address. */
  attachImage: z.strictObject({ name: z.string().max(300), data: z.string().max(8_000_000) }),
  /** A text file that was dropped from outside of the editor. */
  attachText: z.strictObject({ name: z.string().max(300), text }),
  /** Files of the editor that were dropped. */
  attachUris: z.strictObject({ uris: z.array(z.string().max(4_000)).max(20) }),
  /** Names of what was pasted or dropped and is no picture or text that could go along. */
  notTaken: z.strictObject({ names: z.array(z.string().max(300)).max(20) }),
  openPlace: z.strictObject({ path: z.string().max(1000), line: z.number().int().positive().nullable() }),
  /** Where the symbols are defined that an answer names. */
  findSymbols: z.strictObject({ names: z.array(z.string().max(200)).max(100) }),
  /** What stands behind an @. */
  mention: z.strictObject({ query: z.string().max(longestMention) }),
  /** One of the offered mentions is to go along with the next question. */
  attach: z.strictObject({ id: chipId }),
  detach: z.strictObject({ id: chipId }),
  openAttachment: z.strictObject({ id: chipId }),
  chooseModel: nothing,
  /** Whether the provider may search the web, from the next question on. */
  setSearch: z.strictObject({ on: z.boolean() }),
  /** `reason`: what the person says about it; '' = nothing. */
  feedback: z.strictObject({ id, value: z.enum(['good', 'bad', 'none']), reason: z.string().max(5_000) }),
  ...agentToHost,
} as const;

const chip = z.object({
  /** A `data:` address of a small picture; absent = none. */
  picture: z.string().optional(),
  id: z.string(),
  label: z.string(),
  /** Estimated tokens; null = not known before it is taken along. */
  tokens: z.number().nullable(),
  canOpen: z.boolean(),
});
export type Chip = z.infer<typeof chip>;

const branch = z.object({
  /** Ids of the messages that stand in this place, oldest first. */
  ids: z.array(z.string()),
  index: z.number(),
});

const shownQuestion = z.object({
  kind: z.literal('question'),
  id: z.string(),
  text: z.string(),
  chips: z.array(chip),
  /** In the person's language; '' = nothing to say. */
  notice: z.string(),
  branch,
});

/** Links are web addresses that may be opened, or ''. */
const shownServerTool = z.object({
  /** In the person's language, such as `Web search`. */
  title: z.string(),
  /** What the provider gave to it. */
  input: z.string(),
  outputs: z.array(
    z.object({
      kind: z.enum(['page', 'log', 'file', 'image']),
      label: z.string(),
      text: z.string(),
      url: z.string(),
      host: z.string(),
    }),
  ),
});
export type ShownServerTool = z.infer<typeof shownServerTool>;

const shownAnswer = z.object({
  kind: z.literal('answer'),
  id: z.string(),
  text: z.string(),
  reasoning: z.string(),
  reasoningSeconds: z.number(),
  /** For how long nothing has come of it while it runs; otherwise 0. */
  quietSeconds: z.number(),
  /** `cut`: the model could have gone on; `interrupted`: the program or the connection ended. */
  state: z.enum(['running', 'done', 'cut', 'stopped', 'interrupted', 'failed']),
  /** In the person's language; '' = nothing to say. */
  notice: z.string(),
  /** Such as `glm-4.6 · 812 tokens · 43 tokens/s`; '' while it runs. */
  details: z.string(),
  branch,
  feedback: z.enum(['good', 'bad', 'none']),
  /** In the order in which they were made. */
  calls: z.array(shownCall),
  /** Whether the files can be had back as they were before; `again`: they were, and can be had as they were before that. */
  checkpoint: z.enum(['none', 'back', 'again']),
  serverTools: z.array(shownServerTool),
});
export type ShownAnswer = z.infer<typeof shownAnswer>;
/** From here on the model gets the summary in place of what stands above. */
const shownCompaction = z.object({
  kind: z.literal('compaction'),
  id: z.string(),
  /** Such as `12,000 tokens were summed up in 900`. */
  text: z.string(),
  summary: z.string(),
  /** A later one takes its place: it cannot be undone before that is. */
  isLast: z.boolean(),
});
export type ShownCompaction = z.infer<typeof shownCompaction>;

const shownMessage = z.discriminatedUnion('kind', [shownQuestion, shownAnswer, shownCompaction]);
export type ShownMessage = z.infer<typeof shownMessage>;
export type ShownQuestion = z.infer<typeof shownQuestion>;

/** What stands around the composer. */
const status = z.object({
  /** What goes along with the next question. */
  chips: z.array(chip),
  /** What could go along: the selection, the visible file. */
  offers: z.array(chip),
  model: z.object({ label: z.string(), hint: z.string(), sees: z.boolean() }),
  /** The provider's web search; `none` = it has none. */
  search: z.enum(['none', 'off', 'on']),
  context: z.object({ used: z.number(), total: z.number().nullable(), hint: z.string() }),
  /** The answer that is being written; null = none. */
  running: z.string().nullable(),
  /** In the person's language; '' = nothing to say. */
  notice: z.string(),
  /** What a button beside the notice does. */
  action: z.enum(['none', 'compact', 'sendAnyway', 'connect']),
});
export type PanelStatus = z.infer<typeof status>;

const command = z.object({ name: z.string(), description: z.string() });

const state = z.object({
  conversation: z.string(),
  title: z.string(),
  /** The end of the shown branch. */
  messages: z.array(shownMessage),
  /** How many messages stand before those. */
  older: z.number(),
  draft: z.string(),
  commands: z.array(command),
  /** Questions of this conversation, for recalling, oldest first. */
  history: z.array(z.string()),
  status,
  agent: agentState,
  words: z.record(z.enum(panelWords), z.string()),
  /** A BCP 47 tag for the page. */
  language: z.string(),
});
export type PanelState = z.infer<typeof state>;

const mentionItem = z.object({
  id: z.string(),
  label: z.string(),
  detail: z.string(),
  /** Written behind the @ in place of what was typed, to go on from there; absent = choosing it takes it along. */
  insert: z.string().optional(),
});
export type MentionItem = z.infer<typeof mentionItem>;

/** From the extension to the page. */
export const toPage = {
  state,
  status,
  /** More of a running answer. */
  delta: z.object({ id: z.string(), text: z.string(), reasoning: z.string() }),
  /** A message as it now is. */
  message: shownMessage,
  /** Of the names that were asked for, those with one definition; lines from 1. */
  symbols: z.object({ found: z.array(z.object({ name: z.string(), path: z.string(), line: z.number() })) }),
  mentions: z.object({ query: z.string(), items: z.array(mentionItem) }),
  /** The data of a picture that the person wanted to see. */
  image: z.object({ url: z.string(), data: z.string() }),
  /** A picture of the workspace that is to go along, as base64: the page makes it smaller and sends it back. */
  picture: z.object({ name: z.string(), data: z.string() }),
  /** The composer is to have the keyboard; `text` is put into it, null = as it is. */
  focus: z.object({ text: z.string().nullable() }),
  /** Gives what is asked the keyboard. */
  focusRequest: z.object({}),
  /** A question that was not sent goes back to where it was written, before what was written since. */
  giveBack: z.object({ text: z.string() }),
  ...agentToPage,
} as const;

export type ToHost = {
  [Method in keyof typeof toHost]: { method: Method; params: z.infer<(typeof toHost)[Method]> };
}[keyof typeof toHost];
export type ToPage = {
  [Method in keyof typeof toPage]: { method: Method; params: z.infer<(typeof toPage)[Method]> };
}[keyof typeof toPage];

/** A message from the page; undefined = not one that there is. */
export function parseToHost(value: unknown): ToHost | undefined {
  return envelope(value, toHostMessage);
}

/** A message from the extension; undefined = not one that there is. */
export function parseToPage(value: unknown): ToPage | undefined {
  return envelope(value, toPageMessage);
}

const toHostMessage = z.discriminatedUnion('method', [
  messageOf('ready', toHost.ready),
  messageOf('send', toHost.send),
  messageOf('sendAnyway', toHost.sendAnyway),
  messageOf('stop', toHost.stop),
  messageOf('regenerate', toHost.regenerate),
  messageOf('edit', toHost.edit),
  messageOf('resume', toHost.resume),
  messageOf('showBranch', toHost.showBranch),
  messageOf('older', toHost.older),
  messageOf('compact', toHost.compact),
  messageOf('connect', toHost.connect),
  messageOf('undoCompaction', toHost.undoCompaction),
  messageOf('draft', toHost.draft),
  messageOf('copy', toHost.copy),
  messageOf('useCode', toHost.useCode),
  messageOf('openLink', toHost.openLink),
  messageOf('openPlace', toHost.openPlace),
  messageOf('loadImage', toHost.loadImage),
  messageOf('attachImage', toHost.attachImage),
  messageOf('attachText', toHost.attachText),
  messageOf('attachUris', toHost.attachUris),
  messageOf('notTaken', toHost.notTaken),
  messageOf('findSymbols', toHost.findSymbols),
  messageOf('mention', toHost.mention),
  messageOf('attach', toHost.attach),
  messageOf('detach', toHost.detach),
  messageOf('openAttachment', toHost.openAttachment),
  messageOf('chooseModel', toHost.chooseModel),
  messageOf('setSearch', toHost.setSearch),
  messageOf('feedback', toHost.feedback),
  messageOf('setMode', toHost.setMode),
  messageOf('answerRequest', toHost.answerRequest),
  messageOf('restore', toHost.restore),
]);

const toPageMessage = z.discriminatedUnion('method', [
  messageOf('state', toPage.state),
  messageOf('status', toPage.status),
  messageOf('delta', toPage.delta),
  messageOf('message', toPage.message),
  messageOf('symbols', toPage.symbols),
  messageOf('mentions', toPage.mentions),
  messageOf('image', toPage.image),
  messageOf('picture', toPage.picture),
  messageOf('focus', toPage.focus),
  messageOf('focusRequest', toPage.focusRequest),
  messageOf('giveBack', toPage.giveBack),
  messageOf('agent', toPage.agent),
  messageOf('call', toPage.call),
  messageOf('callOutput', toPage.callOutput),
]);

function messageOf<Method extends string, Params extends z.ZodType>(method: Method, params: Params) {
  return z.strictObject({ method: z.literal(method), params });
}

function envelope<Message>(value: unknown, schema: z.ZodType<Message>): Message | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
