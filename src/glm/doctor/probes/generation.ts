/** Text that is really generated: raw completions, streaming, counts, speed and the prompt cache. A few dozen tokens in all. */
import * as z from 'zod';
import { AssistantError } from '../../../base/AssistantError';
import { faultOfEnd } from '../../answer/answerEnd';
import type { EndEvent, ModelEvent, Usage } from '../../Model';
import { type Check, freshText } from '../Check';
import { type Finding, finding } from '../Finding';

const completionTokens = 16;
const chatTokens = 96;
/** Characters of the text at which a server is told to stop. */
const stopLength = 3;
/** First text later than this is late for a suggestion while typing. */
const slowFirstText = 2_000;
/** Below this many tokens a second a suggestion of one line takes seconds. */
const slowRate = 8;

const rawAnswer = z.object({ choices: z.array(z.object({ text: z.string() })) });

export const checkCompletion: Check = async ({ model, modelId }, { clock, http }, signal) => {
  const request = {
    prompt: `# ${freshText()}\ndef add(a, b):\n    return`,
    stop: [],
    maxTokens: completionTokens,
    temperature: 0,
  };
  try {
    const run = await measured(model.complete(request, signal), () => clock.now());
    if (run.text.trim() === '') {
      return [finding('completion', 'warning', 'doctor.completion.empty')];
    }
    const works = finding('completion', 'ok', 'doctor.completion.works', [], { figures: figuresOf(run) });
    const stop = run.text
      .trim()
      .slice(run.text.trim().length / 2)
      .slice(0, stopLength);
    // Asked past the client, which ends an answer there itself.
    const body = {
      model: modelId,
      prompt: request.prompt,
      stop: [stop],
      max_tokens: completionTokens,
      temperature: 0,
      stream: false,
    };
    const answer = stop.length < stopLength ? undefined : await http.ask('/completions', { body }, signal);
    const again = rawAnswer.safeParse(answer?.value);
    const goesOn = again.success && again.data.choices[0]?.text.includes(stop) === true;
    return goesOn ? [works, finding('completion', 'info', 'doctor.completion.goesOn')] : [works];
  } catch (error) {
    if (isMissingRoute(error)) {
      return [finding('completion', 'info', 'doctor.completion.missing', [], { fix: 'doctor.completion.useOther' })];
    }
    throw error;
  }
};

export const checkChat: Check = async ({ model }, { clock }, signal) => {
  const request = {
    messages: [{ role: 'user', content: 'Count from 1 to 40 in figures, separated by spaces. Write nothing else.' }],
    maxTokens: chatTokens,
    temperature: 0,
    thinking: false,
  } as const;
  const run = await measured(model.chat(request, signal), () => clock.now());
  const { usage } = run;
  const counts: Finding =
    usage === undefined
      ? finding('usage', 'info', 'doctor.usage.missing')
      : finding('usage', 'ok', 'doctor.usage.reported', [usage.promptTokens, usage.completionTokens], {
          figures: { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens },
        });
  if (!run.isWhole) {
    return [finding('streaming', 'problem', 'doctor.streaming.cut', [], { fix: 'doctor.streaming.unbroken' }), counts];
  }
  if (run.text.trim() === '') {
    return [finding('streaming', 'warning', 'doctor.streaming.empty', [chatTokens]), counts];
  }
  const streaming =
    run.pieces > 1
      ? finding('streaming', 'ok', 'doctor.streaming.works', [run.pieces], { figures: { pieces: run.pieces } })
      : finding('streaming', 'warning', 'doctor.streaming.whole', [], { fix: 'doctor.streaming.buffered' });
  const rate = run.pieces > 2 ? [speedOf(run)] : [];
  return [streaming, counts, ...rate];
};

export const checkCache: Check = async ({ model }, { clock }, signal) => {
  const lines = Array.from({ length: 40 }, (_, line) => `value_${line} = compute(${line}, "${line * 7}")`);
  const text = `# ${freshText()}\n${lines.join('\n')}\n`;
  const ask = () => {
    const limits = { maxTokens: 1, temperature: 0, thinking: false } as const;
    return measured(model.chat({ messages: [{ role: 'user', content: text }], ...limits }, signal), () => clock.now());
  };
  const first = await ask();
  const second = await ask();
  const [before, after] = [Math.round(first.milliseconds), Math.round(second.milliseconds)];
  const figures = { firstMilliseconds: before, secondMilliseconds: after };
  const cached = second.usage?.cachedTokens;
  if (cached === undefined) {
    return [finding('cache', 'info', 'doctor.cache.silent', [before, after], { figures })];
  }
  const told = { ...figures, cachedTokens: cached };
  return cached > 0
    ? [finding('cache', 'ok', 'doctor.cache.used', [cached, second.usage?.promptTokens ?? cached], { figures: told })]
    : [finding('cache', 'warning', 'doctor.cache.unused', [], { fix: 'doctor.cache.turnOn', figures: told })];
};

interface Run {
  readonly text: string;
  /** Text events; a server that does not stream sends one. */
  readonly pieces: number;
  /** Until the first text, or until the end when there was none. */
  readonly firstTextMilliseconds: number;
  readonly milliseconds: number;
  readonly usage: Usage | undefined;
  /** Nothing was cut off or lost. */
  readonly isWhole: boolean;
}

async function measured(events: AsyncIterable<ModelEvent>, now: () => number): Promise<Run> {
  const startedAt = now();
  let firstTextAt: number | undefined;
  let text = '';
  let pieces = 0;
  let end: EndEvent | undefined;
  for await (const event of events) {
    if (event.type === 'text' || event.type === 'reasoning') {
      firstTextAt ??= now();
      text += event.text;
      pieces++;
    } else if (event.type === 'end') {
      end = event;
    }
  }
  const endedAt = now();
  const firstTextMilliseconds = (firstTextAt ?? endedAt) - startedAt;
  const isWhole = end !== undefined && end.finish !== 'incomplete' && faultOfEnd(end) === undefined;
  return { text, pieces, firstTextMilliseconds, milliseconds: endedAt - startedAt, usage: end?.usage, isWhole };
}

/** Tokens a second after the first text; by the server's count, else by pieces, of which most servers send one a token. */
function rateOf({ usage, pieces, milliseconds, firstTextMilliseconds }: Run): number {
  const tokens = Math.max(1, (usage?.completionTokens ?? pieces) - 1);
  return Math.round((10_000 * tokens) / Math.max(1, milliseconds - firstTextMilliseconds)) / 10;
}

function figuresOf(run: Run): Record<string, number> {
  return { firstTextMilliseconds: Math.round(run.firstTextMilliseconds), milliseconds: Math.round(run.milliseconds) };
}

function speedOf(run: Run): Finding {
  const rate = rateOf(run);
  const first = Math.round(run.firstTextMilliseconds);
  const figures = { ...figuresOf(run), tokensPerSecond: rate };
  return first > slowFirstText || rate < slowRate
    ? finding('speed', 'warning', 'doctor.speed.slow', [first, rate], { fix: 'doctor.speed.faster', figures })
    : finding('speed', 'ok', 'doctor.speed.figures', [first, rate], { figures });
}

function isMissingRoute(error: unknown): boolean {
  return (
    error instanceof AssistantError &&
    (error.code === 'endpoint.notFound' ||
      error.code === 'endpoint.unsupported' ||
      (error.code === 'endpoint.notAModelServer' && error.status === 404))
  );
}
