/** Answers of a server that parses tool calls, as they look on the wire. */
import { eventsOf, type Reply } from './scriptedReplies';

export type WireCall = readonly [name: string, values: Readonly<Record<string, unknown>>];

/** A text, then calls; the arguments come in pieces, as servers send them. */
export function callsOf(calls: readonly WireCall[], text = ''): Reply {
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...{ id: 'scripted-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'scripted' },
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const pieces = calls.flatMap(([name, values], index) => {
    const whole = JSON.stringify(values);
    const half = Math.ceil(whole.length / 2);
    const call = (part: object): object => chunk({ tool_calls: [{ index, ...part }] });
    return [
      call({ id: `call_${index}`, type: 'function', function: { name, arguments: '' } }),
      call({ function: { arguments: whole.slice(0, half) } }),
      call({ function: { arguments: whole.slice(half) } }),
    ];
  });
  const said = text === '' ? [] : [chunk({ role: 'assistant', content: text })];
  return { kind: 'bytes', pieces: [eventsOf(...said, ...pieces, chunk({}, 'tool_calls'), '[DONE]')] };
}
