/**
 * A window with a chat in a process of its own: `FOLDER ADDRESS CONVERSATION QUESTION NEXT`. Goes on with the conversation (`` = a new one),
 * asks the question at the endpoint, and tells each piece of the answer, until it is killed or the answer is over. NEXT is sent while the
 * first answer is written and, as that is refused, once more when it is over. With TANDEM_TEST_USER it has the rights of that user only.
 */
import type { ChatHost } from '../../../src/chat/ChatHost';
import { ChatSession } from '../../../src/chat/ChatSession';
import { ConversationStore } from '../../../src/chat/conversation/ConversationStore';
import { GlmClient } from '../../../src/glm/GlmClient';
import { openAiCompatible } from '../../../src/glm/profiles/openAiCompatible';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { systemClock } from '../../../src/node/systemClock';
import { silentLog } from '../../../src/platform/Log';
import { directNetwork } from '../../../src/platform/network';
import { panelWords } from '../../../src/protocol/chatWords';

const [folder = '', url = '', conversation = '', question = '', nextQuestion = ''] = process.argv.slice(2);
const user = Number(process.env.TANDEM_TEST_USER ?? 0);
if (user !== 0) {
  process.setgroups?.([]);
  process.setgid?.(user);
  process.setuid?.(user);
}
const client = new GlmClient({
  ...{ url, key: process.env.TANDEM_TEST_KEY, modelId: 'glm-4.6', profile: openAiCompatible, network: directNetwork },
});
const memory = new Map([['conversation', conversation]]);
const nothing = (): string => '';
const host: ChatHost = {
  store: new ConversationStore(new FileStorage(folder), silentLog, {
    onRenewed: (renewed) => process.send?.({ renewed }),
  }),
  context: {
    offers: () => [],
    search: async () => [],
    definitions: async () => [],
    take: async () => undefined,
    takeFor: async () => [],
    resolve: async (attachment) => attachment,
    instructions: async () => [],
    commands: async () => [],
  },
  connect: async () => ({
    ...{ modelId: 'glm-4.6', host: null, contextTokens: 8192 },
    chat: (request, signal) => client.chat(request, signal),
  }),
  ...{ folder: null, clock: systemClock, log: silentLog, language: 'en', now: Date.now },
  createId: () => crypto.randomUUID(),
  namesConversations: () => false,
  compactsByItself: () => true,
  secretsIn: async () => [],
  onOutcome: () => {},
  post: (message) => {
    process.send?.(message);
    if (message.method === 'delta') {
      sendNext();
    }
  },
  words: Object.fromEntries(panelWords.map((word) => [word, word])) as ChatHost['words'],
  describeCommand: nothing,
  describeError: ({ code }) => code,
  describe: {
    ...{
      details: nothing,
      leftOut: nothing,
      tooLong: nothing,
      terminal: nothing,
      unknownModel: nothing,
      notConnected: nothing,
      context: nothing,
    },
    ...{
      serverTool: nothing,
      cannotSee: nothing,
      notTaken: nothing,
      nothingOf: nothing,
      almostFull: nothing,
      compacting: nothing,
      compacted: nothing,
    },
    ...{
      notSaved: () => 'not saved',
      end: (end) => end,
      nothingToCompact: nothing,
      hidden: () => '',
      holdsSecret: nothing,
    },
  },
  memory: { get: (key) => memory.get(key) ?? '', set: (key, value) => void memory.set(key, value) },
};
const session = new ChatSession(host);
let early: Promise<unknown> | undefined;
const sendNext = (): void => {
  early ??= nextQuestion === '' ? Promise.resolve() : session.send(nextQuestion);
};
await session.restored();
await session.send(question);
await early;
if (nextQuestion !== '') {
  await session.send(nextQuestion);
}
await session.close();
await client.close();
process.disconnect();
