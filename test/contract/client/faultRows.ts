/**
 * Faults that a chat turn can meet, as data: rows F of the hardening list, each with what the server sends and what must come of it. Every
 * refusal quotes key and prompt, which must not come out anywhere.
 */
import type { AnswerFinish } from '../../../src/glm/Model';
import { chunkOf, eventsOf, html, json, type Reply, streamOf } from '../../support/ScriptedEndpoint';

/** In the form of BigModel’s keys, with signs that look different in a URL, in JSON and in Base64. */
export const secret = ['the/Secret+Key', 'Of\\This~Test'].join('');
export const key = `id123.${secret}`;
export const prompt = 'function confidentialBusinessLogic() { return 42; }';

export const said = (text: string, end: string | null = null): object => chunkOf('/chat/completions', 'm', text, end);
export const refusal = (code: string, status = 429, headers: Record<string, string> = {}): Reply =>
  json({ error: { code, message: `about ${prompt} with ${key}` } }, status, headers);
export const bytes = (...pieces: readonly (string | Uint8Array)[]): Reply => ({ kind: 'bytes', pieces });

export interface Expected {
  readonly text?: string;
  readonly finish?: AnswerFinish;
  readonly lost?: number;
  readonly sentence?: string;
  readonly requests: number;
  readonly waits?: readonly number[];
  /** What the person reads where nothing is repeated: a completion, a turn in which a tool ran. Absent = the same. */
  readonly unrepeated?: string;
}

/** Where nobody asks again. */
const busy = 'HOST is busy and asked to slow down. Try again in a moment.';
const aPage =
  'The answer from HOST is a web page, not one of a model server: “Welcome It works!”. Check the endpoint address, and whether the network wants a sign-in.';
const cutOff = { text: 'half', finish: 'incomplete', requests: 1 } as const;
export const fine = { text: 'fine', finish: 'stop' } as const;

/** Replies in order, the last one for ever. */
export const chatRows: readonly (readonly [id: string, what: string, replies: readonly Reply[], expected: Expected])[] =
  [
    ['F-60', 'another language', [streamOf('你好，世界')], { text: '你好，世界', finish: 'stop', requests: 1 }],
    ['F-60', 'the prompt over again', [streamOf(prompt)], { text: prompt, finish: 'stop', requests: 1 }],
    [
      'F-14',
      '429 with Retry-After',
      [refusal('x', 429, { 'retry-after': '3' }), streamOf('fine')],
      { ...fine, requests: 2, waits: [3000], unrepeated: busy },
    ],
    [
      'F-15',
      'Retry-After beyond a minute',
      [refusal('x', 429, { 'retry-after': '4000' }), streamOf('fine')],
      { ...fine, requests: 2, waits: [60_000], unrepeated: busy },
    ],
    ['F-16', '429 again and again', [refusal('x')], { sentence: busy, requests: 3, unrepeated: busy }],
    ...['1302', '1303', '1305', '1312'].map(
      (code) =>
        [
          'F-17',
          `busy, ${code}`,
          [refusal(code), streamOf('fine')],
          { ...fine, requests: 2, unrepeated: busy },
        ] as const,
    ),
    [
      'F-18',
      'no balance, 1113',
      [refusal('1113')],
      {
        sentence:
          'The account at HOST has no balance for this, or the key belongs to another address of the same provider.',
        requests: 1,
        waits: [],
      },
    ],
    [
      'F-18',
      'the day’s quota, 1304',
      [refusal('1304')],
      { sentence: 'The usage limit at HOST is reached.', requests: 1, waits: [] },
    ],
    [
      'F-18',
      'a cap with its time, 1308',
      [json({ error: { code: '1308', message: 'Your limit will reset at 2026-07-03 11:11:54' } }, 429)],
      { sentence: 'The usage limit at HOST is reached. It resets at 2026-07-03 11:11:54.', requests: 1, waits: [] },
    ],
    [
      'F-18',
      'a plan that is over, 1309',
      [refusal('1309')],
      { sentence: 'The plan at HOST has expired. Renew it, or choose another endpoint.', requests: 1, waits: [] },
    ],
    [
      'F-18',
      'a weekly cap, 1310',
      [refusal('1310')],
      { sentence: 'The usage limit at HOST is reached.', requests: 1, waits: [] },
    ],
    ['F-09', 'a proxy’s page instead of an answer', [html()], { sentence: aPage, requests: 2, waits: [] }],
    ['F-20', 'a clean end after half an answer', [bytes(eventsOf(said('half')))], cutOff],
    [
      'F-21',
      'a reset within a frame',
      [
        {
          kind: 'bytes',
          pieces: [eventsOf(said('half')), 'data: {"choices":[{"delta":{"content":"not sh'],
          betweenMilliseconds: 30,
          atEnd: 'reset',
        },
      ],
      cutOff,
    ],
    [
      'F-22',
      'a reason and an open end',
      [{ kind: 'bytes', pieces: [eventsOf(said('fine'), said('', 'stop'))], atEnd: 'hang' }],
      { ...fine, requests: 1 },
    ],
    [
      'F-24',
      'silence in the middle',
      [{ kind: 'bytes', pieces: [eventsOf(said('half'))], atEnd: 'hang' }],
      { text: 'half', sentence: 'HOST did not answer within 0.3 seconds.', requests: 1 },
    ],
    [
      'F-29',
      'one piece instead of a stream',
      [json({ choices: [{ message: { content: 'fine' }, finish_reason: 'stop' }] })],
      { ...fine, requests: 1 },
    ],
    [
      'F-34',
      'a wrong parameter, 1210',
      [refusal('1210', 400)],
      // The second time without what may be left out.
      { sentence: 'HOST did not accept the request: 400', requests: 2, waits: [] },
    ],
    [
      'F-34',
      'a wrong field, 1214',
      [json({ error: { code: '1214', message: 'temperature is out of range' } }, 400)],
      { sentence: 'HOST did not accept the request: temperature is out of range', requests: 1 },
    ],
    [
      'F-34',
      'a prompt too long, 1261',
      [refusal('1261', 400)],
      { sentence: 'The text is longer than the model’s context at HOST. Send less at once.', requests: 1 },
    ],
    ['F-35', 'a reason that nobody knows', [bytes(eventsOf(said('half'), said('', 'solar_flare'), '[DONE]'))], cutOff],
    [
      'F-35',
      'a full context',
      [bytes(eventsOf(said('half'), said('', 'model_context_window_exceeded'), '[DONE]'))],
      { text: 'half', finish: 'length', requests: 1 },
    ],
    [
      'F-35',
      'a policy',
      [bytes(eventsOf(said('half'), said('', 'sensitive'), '[DONE]'))],
      { text: 'half', finish: 'content_filter', requests: 1 },
    ],
    ...['1000', '1001', '1002', '1003', '1004'].map(
      (code) =>
        [
          'F-36',
          `a wrong key, ${code}`,
          [refusal(code, 401)],
          { sentence: 'HOST rejected the key. Set the key again.', requests: 1 },
        ] as const,
    ),
    [
      'F-36',
      'a key without the right, 1220',
      [refusal('1220', 403)],
      {
        sentence: 'The key has no permission for this at HOST. Allow it at the provider, or set another key.',
        requests: 1,
      },
    ],
    [
      'F-37',
      'an unknown model, 1211',
      [refusal('1211', 400)],
      { sentence: 'HOST does not know the model “glm-4.6”. Choose another model in the settings.', requests: 1 },
    ],
    [
      'F-18',
      'a model that the plan leaves out, 1311',
      [refusal('1311')],
      {
        sentence: 'The plan at HOST does not include the model “glm-4.6”. Choose another model in the settings.',
        requests: 1,
        waits: [],
      },
    ],
    ...[500, 502, 503, 504, 520, 524].map(
      (status) =>
        [
          'F-38',
          `a page with ${status}`,
          [html(status)],
          {
            sentence: `HOST reported an internal error (${status}). Try again in a moment.`,
            requests: 3,
            waits: [1000, 2000],
            unrepeated: `HOST reported an internal error (${status}). Try again in a moment.`,
          },
        ] as const,
    ),
    [
      'F-38',
      'a fault that passes',
      [html(502), { kind: 'reset' }, streamOf('fine')],
      { ...fine, requests: 3, unrepeated: 'HOST reported an internal error (502). Try again in a moment.' },
    ],
    [
      'F-38',
      'a fault after the first word',
      [bytes(eventsOf(said('half'), { error: { code: '1234', message: 'x' } }))],
      {
        text: 'half',
        sentence: 'HOST reported an internal error (1234). Try again in a moment.',
        requests: 1,
        waits: [],
      },
    ],
    [
      'F-52',
      'bytes that are no UTF-8',
      [
        bytes(
          Buffer.concat([
            Buffer.from('data: {"choices":[{"delta":{"content":"a'),
            Buffer.from([0xff, 0xc0, 0xaf]),
            Buffer.from('b"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'),
          ]),
        ),
      ],
      { text: 'a\uFFFD\uFFFD\uFFFDb', finish: 'stop', requests: 1 },
    ],
    [
      'F-52',
      'half a character',
      [
        bytes(
          'data: {"choices":[{"delta":{"content":"a\\ud800b"}}]}\n\n',
          'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\ndata: {"choices":[{"delta":{"content":"\\ude42!"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
        ),
      ],
      { text: 'a\uFFFDb🙂!', finish: 'stop', requests: 1 },
    ],
    [
      'F-53',
      'a frame cut off with the next behind it',
      [bytes(`data: {"choices":[{"delta":{"conte${eventsOf(said('fine', 'stop'), '[DONE]')}`)],
      { ...fine, lost: 1, requests: 1 },
    ],
    [
      'F-54',
      'control characters and HTML',
      [streamOf('\u0000\u001b[31m</script><img src=x>')],
      { text: '\u0000\u001b[31m</script><img src=x>', finish: 'stop', requests: 1 },
    ],
  ];
