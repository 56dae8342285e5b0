/** A window that writes into conversations until it is told to end, or is killed: `FOLDER NAME COUNT`. Prints what is safely written. */
import { ConversationStore } from '../../../src/chat/conversation/ConversationStore';
import { conversationVersion } from '../../../src/chat/conversation/records';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { silentLog } from '../../../src/platform/Log';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
process.umask(0);
const store = new ConversationStore(new FileStorage(folder), silentLog);
const header = (id: string) =>
  ({ type: 'conversation', version: conversationVersion, id, at: 1, folder: null }) as const;
await store.append('shared', header('shared'));
await store.append(name, header(name));
for (let n = 0; n < Number(count); n++) {
  const text = `${name} ${n} ${'字'.repeat(n % 300)}`;
  const question = { type: 'question' as const, parent: null, at: n, attachments: [] };
  await store.append('shared', { ...question, id: `${name}-${n}`, text });
  await store.append(name, { ...question, id: `${n}`, text });
  process.stdout.write(`${n}\n`);
}
