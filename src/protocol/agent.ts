/** What the page is told about the assistant's work with tools, and what it may answer. Part of the map in `chat.ts`. */
import * as z from 'zod';

const id = z.string().max(200);

export const shownModes = ['ask', 'plan', 'edit', 'agent'] as const;
export type ShownMode = (typeof shownModes)[number];

/** A picture as a `data:` address, and nothing that a page could take for another thing. */
export const pictureData = z.string().regex(/^data:image\/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}$/);

/** A call of a tool, where it stands in its answer. */
export const shownCall = z.object({
  id: z.string(),
  /** Where in the answer's text it stands. */
  at: z.number(),
  /** In the person's language, such as `Read`. */
  what: z.string(),
  /** Path, command or pattern. */
  where: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'refused', 'denied', 'stopped']),
  /** The arguments as they came. */
  input: z.string(),
  /** What came of it, shortened where it is long; '' = nothing yet. */
  output: z.string(),
  /** That a program made. */
  pictures: z.array(pictureData).optional(),
});
export type ShownCall = z.infer<typeof shownCall>;

/** Something that the person is asked. All words are in their language. */
export const shownRequest = z.object({
  kind: z.enum(['approval', 'goOn', 'question', 'plan']),
  id: z.string(),
  /** Stands for everything that is shown; the answer names it. */
  hash: z.string(),
  title: z.string(),
  /** The exact text that is approved, or the plan; '' = there is none. */
  content: z.string(),
  /** How long the content is; '' = short enough to see. */
  size: z.string(),
  /** What it is done to in truth. */
  targets: z.array(z.string()),
  /** The parts of a command with what is to be said of each. */
  parts: z.array(z.object({ text: z.string(), note: z.string(), risky: z.boolean() })),
  reasons: z.array(z.string()),
  /** Answers to choose from. */
  choices: z.array(z.string()),
  canRemember: z.boolean(),
  /** So many more wait behind it. */
  more: z.number(),
});
export type ShownRequest = z.infer<typeof shownRequest>;

export const todoItem = z.object({ text: z.string(), state: z.enum(['open', 'doing', 'done']) });
export type ShownTodo = z.infer<typeof todoItem>;

/** Everything around the composer that concerns tools. */
export const agentState = z.object({
  mode: z.enum(shownModes),
  /** Why there are no tools here, in the person's language; '' = there are. */
  unavailable: z.string(),
  todo: z.array(todoItem),
  /** Limits of which little is left and the like; '' = nothing to say. */
  notice: z.string(),
  request: shownRequest.nullable(),
});
export type AgentState = z.infer<typeof agentState>;

/** From the page. */
export const agentToHost = {
  setMode: z.strictObject({ mode: z.enum(shownModes) }),
  /** `once`: yes; `window`: yes, to exactly this until the window closes; `deny`: no, `text` says why; `text`: an answer, or the plan. */
  answerRequest: z.strictObject({
    id,
    hash: z.string().max(10_000),
    kind: z.enum(['once', 'window', 'deny', 'text']),
    text: z.string().max(100_000),
    /** In which mode a plan is carried out. */
    mode: z.enum(['edit', 'agent']).nullable(),
  }),
  /** The files as they were before an answer, or as they were before that was asked for. */
  restore: z.strictObject({ id, direction: z.enum(['back', 'again']) }),
} as const;

/** To the page. */
export const agentToPage = {
  agent: agentState,
  /** A call as it now is. */
  call: z.object({ answer: z.string(), call: shownCall }),
  /** More of what a running call writes. */
  callOutput: z.object({ answer: z.string(), id: z.string(), text: z.string() }),
} as const;
