/**
 * Whether the server stops when a request is cancelled: what a server says of its running requests where it does, else by whether a
 * small request that waits behind a long one gets its turn.
 */
import { Emitter } from '../../../base/events';
import type { Model } from '../../Model';
import { type Check, type DoctorOptions, freshText } from '../Check';
import { type Finding, finding } from '../Finding';
import type { ProbeHttp } from '../ProbeHttp';

/** Tokens of the request that is cancelled: enough to be running then, and an end if cancelling does not work. */
const longAnswer = 600;
/** A server that notices within this time is fine, in milliseconds; llama.cpp looks about once a second. */
const acceptable = 2_500;
const givenUp = 8_000;
const pollInterval = 50;
/** Milliseconds in which an answer that was displaced is known to have ended. */
const settling = 500;

export const checkCancel: Check = async ({ model }, { clock, http }, signal) => {
  const idle = await runningRequests(http, signal);
  const alone = await quick(model, clock, signal);
  const story = freshText();
  const long = startLong(model, story, clock, signal);
  if (!(await long.reaches(3))) {
    await long.ended;
    return [finding('cancel', 'info', 'doctor.cancel.tooShort')];
  }
  if (idle !== undefined) {
    const closed = await long.cancel();
    const stopped = await untilIdle(http, idle, clock, signal);
    return [verdict(stopped, { closeMilliseconds: closed })];
  }
  const waiting = quick(model, clock, signal);
  // What is thrown is thrown below; here only the time counts.
  waiting.catch(() => {});
  const patience = new AbortController();
  const gotTurn = await Promise.race([
    waiting.then(() => true),
    clock.sleep(2 * alone + 400, AbortSignal.any([signal, patience.signal])).then(() => false),
  ]).finally(() => patience.abort());
  if (!gotTurn) {
    const cancelledAt = clock.now();
    const closed = await long.cancel();
    await waiting;
    return [verdict(Math.max(0, Math.round(clock.now() - cancelledAt - alone)), { closeMilliseconds: closed })];
  }
  // The end of a displaced answer may arrive after the one that displaced it.
  const settled = new AbortController();
  await Promise.race([
    long.ended.catch(() => {}),
    clock.sleep(settling, AbortSignal.any([signal, settled.signal])),
  ]).finally(() => settled.abort());
  const written = long.writtenAtEnd();
  const closed = await long.cancel();
  if (written !== undefined) {
    // The same story without anybody beside it: does it go on where the other one ended?
    const undisturbed = startLong(model, story, clock, signal);
    const goesOn = await undisturbed.reaches(written + 3);
    await undisturbed.cancel();
    if (goesOn) {
      return [finding('cancel', 'warning', 'doctor.cancel.displaced', [], { fix: 'doctor.cancel.keepRunning' })];
    }
  }
  return [finding('cancel', 'info', 'doctor.cancel.unseen', [closed], { figures: { closeMilliseconds: closed } })];
};

function verdict(stopped: number | undefined, figures: Readonly<Record<string, number>>): Finding {
  const milliseconds = stopped ?? givenUp;
  const all = { ...figures, stopMilliseconds: milliseconds };
  return milliseconds <= acceptable
    ? finding('cancel', 'ok', 'doctor.cancel.stops', [milliseconds], { figures: all })
    : finding('cancel', 'warning', 'doctor.cancel.goesOn', [milliseconds], {
        fix: 'doctor.cancel.update',
        figures: all,
      });
}

/** Milliseconds that one token takes. */
async function quick(model: Model, clock: DoctorOptions['clock'], signal: AbortSignal): Promise<number> {
  const startedAt = clock.now();
  const messages = [{ role: 'user', content: `${freshText()}: say yes.` }] as const;
  for await (const _event of model.chat({ messages, maxTokens: 1, temperature: 0, thinking: false }, signal)) {
    // Only its time matters.
  }
  return clock.now() - startedAt;
}

interface LongAnswer {
  /** Whether it comes to so many pieces; false = it ended first. */
  readonly reaches: (pieces: number) => Promise<boolean>;
  /** The pieces that it had when it ended by itself; undefined = it is being written. */
  readonly writtenAtEnd: () => number | undefined;
  /** Ends it; milliseconds until its connection was given up. */
  readonly cancel: () => Promise<number>;
  readonly ended: Promise<void>;
}

/** `about`: the same word gives the same prompt. */
function startLong(model: Model, about: string, clock: DoctorOptions['clock'], signal: AbortSignal): LongAnswer {
  const controller = new AbortController();
  const request = {
    messages: [{ role: 'user', content: `${about}: write a long story about a river, at least two thousand words.` }],
    maxTokens: longAnswer,
    temperature: 0,
    thinking: false,
  } as const;
  const didGrow = new Emitter<void>();
  let pieces = 0;
  let hasEnded = false;
  const read = async (): Promise<void> => {
    try {
      for await (const event of model.chat(request, AbortSignal.any([signal, controller.signal]))) {
        pieces += event.type === 'text' || event.type === 'reasoning' ? 1 : 0;
        didGrow.fire();
      }
    } catch (error) {
      signal.throwIfAborted();
      // Broken off in the middle is an end, too: whether it should have been one is found out by the caller.
      if (!controller.signal.aborted && pieces === 0) {
        throw error;
      }
    } finally {
      hasEnded = true;
      didGrow.fire();
    }
  };
  const ended = read();
  ended.catch(() => {});
  return {
    reaches: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (pieces >= wanted || hasEnded) {
            subscription.dispose();
            resolve(pieces >= wanted);
          }
        };
        const subscription = didGrow.event(look);
        look();
      }),
    writtenAtEnd: () => (hasEnded ? pieces : undefined),
    ended,
    cancel: async () => {
      const cancelledAt = clock.now();
      controller.abort(new DOMException('Cancelled by the doctor', 'AbortError'));
      await ended;
      return Math.round(clock.now() - cancelledAt);
    },
  };
}

/** Milliseconds until no more requests run than before; undefined = not within the time that the doctor waits. */
async function untilIdle(
  http: ProbeHttp,
  idle: number,
  clock: DoctorOptions['clock'],
  signal: AbortSignal,
): Promise<number | undefined> {
  const startedAt = clock.now();
  while (clock.now() - startedAt < givenUp) {
    if (((await runningRequests(http, signal)) ?? 0) <= idle) {
      return Math.round(clock.now() - startedAt);
    }
    await clock.sleep(pollInterval, signal);
  }
  return undefined;
}

/** Lines of the metrics that vLLM, SGLang and llama.cpp print for Prometheus. */
const runningMetric =
  /^(?:vllm:num_requests_running|sglang:num_running_reqs|llamacpp:requests_processing)(?:\{[^}]*\})?\s+([\d.]+)/m;

/** Requests that the server works on now; undefined = it does not tell. */
async function runningRequests(http: ProbeHttp, signal: AbortSignal): Promise<number | undefined> {
  const slots = (await http.ask('/slots', { atRoot: true }, signal))?.value;
  if (Array.isArray(slots)) {
    return slots.filter(isProcessing).length;
  }
  const metrics = (await http.ask('/metrics', { atRoot: true }, signal))?.text ?? '';
  const running = runningMetric.exec(metrics)?.[1];
  return running === undefined ? undefined : Number(running);
}

/** llama.cpp: `is_processing` today, `state` 1 in builds of 2024. */
function isProcessing(slot: unknown): boolean {
  if (typeof slot !== 'object' || slot === null) {
    return false;
  }
  return ('is_processing' in slot && slot.is_processing === true) || ('state' in slot && slot.state === 1);
}
