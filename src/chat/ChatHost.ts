/** What a chat panel needs from outside; the roots and the adapters to the editor fill it in. */
import type { AssistantError } from '../base/AssistantError';
import type { ChatRequest, ModelEvent } from '../glm/Model';
import type { Price } from '../glm/prices';
import type { ServerTool, ServerToolName } from '../glm/ServerTool';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import type { MentionItem, ToPage } from '../protocol/chat';
import type { PanelWords } from '../protocol/chatWords';
import type { AgentHost } from './agent/AgentHost';
import type { RanProgram } from './agent/agentEvents';
import type { ChipStore } from './composer/ChipStore';
import type { ConversationStore } from './conversation/ConversationStore';
import type { Attachment } from './conversation/records';
import type { HiddenInQuestion } from './prompt/hiddenInQuestion';
import type { CommandNeed, PromptCommand } from './slashCommands';

/** A model that is connected, as far as a conversation is concerned with it. */
export interface ChatModel {
  readonly modelId: string;
  /** Host and port for people to read; null = the engine on this machine. */
  readonly host: string | null;
  /** What its tokens cost; absent = not known. */
  readonly price?: Price;
  /** Whether it can look at pictures. */
  readonly sees?: boolean;
  /** Tools that its provider runs itself and that it has with every question; absent = none. */
  readonly serverTools?: readonly ServerTool[];
  /** Whether its provider searches the web when it is asked to. */
  readonly offersSearch?: boolean;
  /** Context in tokens; undefined = not known. */
  readonly contextTokens: number | undefined;
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/** Something that can go along with a question. */
export interface Offer extends MentionItem {
  readonly tokens: number | null;
}

/** Where a symbol is defined. */
export interface SymbolPlace {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

/** What stands for itself behind an @ and can be empty when it is taken. */
export const mentionWords = ['selection', 'problems', 'all-problems', 'changes', 'terminal'] as const;
export type MentionWord = (typeof mentionWords)[number];

/** Where questions get their surroundings from. */
export interface ChatContext {
  /** What could go along right now: the selection, the visible file. */
  offers(): readonly Offer[];
  /** What an @ with these letters behind it could mean, best first. */
  search(query: string, signal: AbortSignal): Promise<readonly Offer[]>;
  /** Where symbols of these names are defined, of those that there is one of; paths as people read them, lines from 1. */
  definitions(names: readonly string[], signal: AbortSignal): Promise<readonly SymbolPlace[]>;
  /** An offer with its text; undefined = it is gone, or the person said no. */
  take(id: string, signal: AbortSignal): Promise<Attachment | undefined>;
  /** What is only found when the question is known; anything else comes back as it is. Undefined = there is nothing of it. */
  resolve(attachment: Attachment, question: string, signal: AbortSignal): Promise<Attachment | undefined>;
  /** What a command wants along; empty = there is nothing of the kind. */
  takeFor(need: CommandNeed, signal: AbortSignal): Promise<readonly Attachment[]>;
  /** The project's own instructions, only from folders that the person trusts. */
  instructions(signal: AbortSignal): Promise<readonly Attachment[]>;
  /** The project's own commands, only from folders that the person trusts. */
  commands(signal: AbortSignal): Promise<readonly PromptCommand[]>;
}

/** What was done with an answer, or with a block of code in it. */
export type CodeUse = 'copied' | 'inserted' | 'applied' | 'newFile' | 'terminal';

/** What became of an answer, for those who keep a record of it (the prompt log). */
export interface ChatOutcome {
  /** The request's id, as in its note. */
  readonly request: string;
  readonly what:
    | { readonly kind: CodeUse }
    /** A program that the model asked for has ended. */
    | ({ readonly kind: 'ran' } & RanProgram)
    /** The files are as they were before the answer, or as they were before that was asked for. */
    | { readonly kind: 'restored'; readonly direction: 'back' | 'again' }
    | { readonly kind: 'feedback'; readonly value: 'good' | 'bad' | 'none'; readonly reason: string };
}

export interface ChatHost {
  readonly store: ConversationStore;
  readonly context: ChatContext;
  /** Where what goes along with the next question outlasts a reload; absent = it goes with the panel. */
  readonly chips?: ChipStore;
  /** A model by the name of its endpoint; undefined = the one that does this work. Rejects with an `AssistantError`. */
  readonly connect: (endpoint: string | undefined, work: 'chat' | 'agent', signal: AbortSignal) => Promise<ChatModel>;
  /** URI of the opened folder; null = none. */
  readonly folder: string | null;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly createId: () => string;
  readonly log: Log;
  /** Undefined = there are no tools here. */
  readonly agent?: AgentHost;
  /** Whether the model is asked for a name of a conversation, once, behind its first answer. */
  readonly namesConversations: () => boolean;
  /** Whether what was said is summed up without being asked for, before a question that would not fit into the model's context. */
  readonly compactsByItself: () => boolean;
  /** The kinds of secrets in a text that is about to be sent, as the rules that find them are called; empty = there are none. */
  readonly secretsIn: (text: string) => Promise<readonly string[]>;
  readonly onOutcome: (outcome: ChatOutcome) => void;
  /** To the page; dropped when it is not there. */
  readonly post: (message: ToPage) => void;
  readonly words: PanelWords;
  /** A BCP 47 tag. */
  readonly language: string;
  /** What each of our commands does, in the person's language. */
  readonly describeCommand: (name: string) => string;
  readonly describeError: (error: Pick<AssistantError, 'code' | 'args'>) => string;
  readonly describe: ChatTexts;
  /** What survives a reload: small values. */
  readonly memory: ChatMemory;
}

/** Sentences with numbers in them, in the person's language. */
export interface ChatTexts {
  details(facts: {
    readonly model: string;
    readonly host: string | null;
    readonly usage:
      | { readonly promptTokens: number; readonly completionTokens: number; readonly cachedTokens?: number | undefined }
      | undefined;
    readonly milliseconds: number;
    /** US dollars; undefined = not known. */
    readonly cost: number | undefined;
  }): string;
  serverTool(tool: ServerToolName): string;
  cannotSee(model: string): string;
  /** Of files by their names. */
  notTaken(names: readonly string[]): string;
  /** What was mentioned by its word is empty, and does not go along. */
  nothingOf(word: MentionWord): string;
  /** A question waits, since it holds secrets of these kinds. */
  holdsSecret(kinds: readonly string[]): string;
  context(used: number, total: number | undefined): string;
  leftOut(messages: number): string;
  tooLong(): string;
  /** The chip of terminals' output, of which so many lines were left out. */
  terminal(leftOut: number): string;
  /** What goes to the model, or went, holds characters that nobody sees. */
  hidden(found: HiddenInQuestion): string;
  /** The conversation takes most of the model's context. */
  almostFull(percent: number): string;
  compacting(): string;
  nothingToCompact(): string;
  compacted(before: number, now: number): string;
  notSaved(): string;
  end(end: 'length' | 'stopped' | 'interrupted' | 'content_filter' | 'repetition' | 'empty'): string;
  unknownModel(): string;
  notConnected(): string;
}

/** `search`: `on` = the provider may search the web. `mode`: how much is done without the person. */
export type MemoryKey = 'conversation' | 'draft' | 'endpoint' | 'search' | 'mode';

export interface ChatMemory {
  get(key: MemoryKey): string;
  set(key: MemoryKey, value: string): void;
}
