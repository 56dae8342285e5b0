import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, ServerSentEventDecoder } from '../../../../src/glm/answer/serverSentEvents';

function decode(pieces: readonly Uint8Array[]): readonly Frame[] {
  const decoder = new ServerSentEventDecoder();
  return [...pieces.flatMap((piece) => [...decoder.push(piece)]), ...decoder.end()];
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A frame a line: the JSON value, `done` or `broken`. */
const shown = (frames: readonly Frame[]): string =>
  frames.map((frame) => (frame.type === 'json' ? JSON.stringify(frame.value) : frame.type)).join(' | ');

describe('server-sent events', () => {
  it.each([
    ['frames', 'data: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n', '{"a":1} | {"a":2} | done'],
    ['carriage returns', 'data: {"a":1}\r\n\r\ndata: {"a":2}\r\rdata: [DONE]\r\n\r\n', '{"a":1} | {"a":2} | done'],
    ['no blank after the colon', 'data:{"a":1}\n\n', '{"a":1}'],
    ['comments and other fields', ': keep-alive\n\nevent: x\nid: 7\nretry: 1\ndata: {"a":1}\n\n: bye\n\n', '{"a":1}'],
    ['a value over several lines', 'data: {"a":\ndata: 1}\n\n', '{"a":1}'],
    ['no empty line between frames', 'data: {"a":1}\ndata: {"a":2}\n\n', '{"a":1} | {"a":2}'],
    ['no empty line at the end', 'data: {"a":1}\n\ndata: {"a":2}', '{"a":1} | {"a":2}'],
    ['a broken frame', 'data: {"a":1}\n\ndata: {"a":\n\ndata: {"a":3}\n\n', '{"a":1} | broken | {"a":3}'],
    ['a broken frame with the next one behind it', 'data: {"a":1, "data: {"a":2}\n\n', 'broken | {"a":2}'],
    [
      'two broken frames with the next one behind them',
      'data: {"x data: {"y data: {"a":2}\n\n',
      'broken | broken | {"a":2}',
    ],
    ['a string with data: in it', 'data: {"a":"data: {"}\n\n', '{"a":"data: {"}'],
    ['nothing', '', ''],
    ['an empty frame', 'data:\n\ndata: {"a":1}\n\n', 'broken | {"a":1}'],
    ['no frames at all', '<html>\n</html>\n', ''],
    ['a byte order mark', '\uFEFFdata: {"a":1}\n\n', '{"a":1}'],
  ])('reads %s', (_, text, expected) => {
    expect(shown(decode([bytes(text)]))).toBe(expected);
  });

  const stream = bytes(
    'data: {"t":"你好，世界🙂"}\r\n\r\n: wait\n\ndata: {"t":"é\\n"}\n\ndata: {"t":"bro\n\ndata: [DONE]\n\n',
  );
  const whole = shown(decode([stream]));

  it('reads the same wherever the bytes are cut in two', () => {
    for (let at = 0; at <= stream.length; at++) {
      expect(shown(decode([stream.subarray(0, at), stream.subarray(at)]))).toBe(whole);
    }
  });

  it('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
        expect(shown(decode(at.slice(1).map((end, i) => stream.subarray(at[i], end))))).toBe(whole);
      }),
    );
  });
});
