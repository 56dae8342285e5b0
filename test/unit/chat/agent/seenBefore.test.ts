/** What a model has seen in a branch: only what came whole, and only what was done. */
import { expect, it } from 'vitest';
import { seenBefore } from '../../../../src/chat/agent/seenBefore';
import type { Message, RecordedCall } from '../../../../src/chat/conversation/Conversation';
import type { Attachment } from '../../../../src/chat/conversation/records';

const along = (kind: Attachment['kind'], uri?: string): Attachment => ({ id: kind, kind, label: kind, text: 'x', uri });
const question = (...attachments: readonly Attachment[]) => ({ kind: 'question', attachments }) as unknown as Message;
const answer = (...calls: readonly (readonly [string, string, RecordedCall['end']])[]) =>
  ({
    kind: 'answer',
    calls: calls.map(([name, values, end]) => ({ name, arguments: values, end })),
  }) as unknown as Message;
const patch =
  '*** Begin Patch\n*** Update File: p.ts\n*** Move to: q.ts\n@@\n-a\n+b\n*** Add File: r.ts\n+x\n*** End Patch';

it.each<readonly [string, Message, readonly string[]]>([
  ['a file of a question', question(along('file', 'file:///w/a%20b.ts')), ['/w/a b.ts']],
  ['a selection, on Windows', question(along('selection', 'file:///c%3A/w/a.ts')), ['c:/w/a.ts']],
  ['a definition', question(along('symbol', 'file:///w/a.ts')), ['/w/a.ts']],
  [
    'names, problems and other places are not',
    question(along('folder', 'file:///w'), along('problems', 'file:///w/a')),
    [],
  ],
  ['nor what has no file', question(along('file'), along('file', 'untitled:a'), along('file', 'file:///%zz')), []],
  [
    'what was read',
    answer(['read_file', '{"path":"a.ts"}', 'done'], ['read_file', '{"path":"a.ts"}', 'done']),
    ['a.ts'],
  ],
  [
    'edited and made',
    answer(['edit_file', '{"path":"a"}', 'done'], ['create_file', '{"path":"b"}', 'done']),
    ['a', 'b'],
  ],
  ['patched, where it is now', answer(['apply_patch', JSON.stringify({ patch }), 'done']), ['q.ts', 'r.ts']],
  ['what failed is not', answer(['read_file', '{"path":"a"}', 'failed'], ['read_file', '{"path":"b"}', undefined]), []],
  ['what was only listed is not', answer(['list_directory', '{"path":"a"}', 'done']), []],
  ['nor what cannot be read', answer(['read_file', '{"path', 'done'], ['read_file', '{"path":1}', 'done']), []],
])('%s', (_, message, paths) => {
  expect(seenBefore([message])).toEqual(paths);
});
