/**
 * What follows a suggestion, asked for while that is on the screen, so that it is there once the person accepts. Only when the suggestion
 * has been shown for a moment and the server has nothing else to do; the next request of the person ends it.
 */
import type { Disposable } from '../../base/events';
import type { Position, TextDocument } from '../../base/text';
import type { Clock } from '../../platform/Clock';
import type { CompletionSettings } from '../../platform/settings';
import type { CompletionRuns, RunPlace } from '../answer/CompletionRuns';
import { closesBlock, isOnlyClosing, languageRules } from '../text/languageRules';
import { currentLinePrefix } from '../text/lines';
import { isSecretFile, shouldTrigger } from '../trigger/shouldTrigger';
import type { CompletionCache } from './CompletionCache';
import type { Suggestion } from './reuseShown';

/** Long enough that somebody who types on has typed on. */
const shownFor = 200;

/** A suggestion on the screen. */
export interface ShownPlace extends Suggestion {
  readonly uri: string;
  readonly document: TextDocument;
  readonly position: Position;
  readonly offset: number;
  readonly unitsAfter: number;
}

export class Prefetch implements Disposable {
  readonly #runs: CompletionRuns;
  readonly #cache: CompletionCache;
  readonly #clock: Clock;
  #current: AbortController | undefined;

  constructor(runs: CompletionRuns, cache: CompletionCache, clock: Clock) {
    this.#runs = runs;
    this.#cache = cache;
    this.#clock = clock;
  }

  /** `isBusy`: whether the server has something else to do. */
  start(shown: ShownPlace, settings: CompletionSettings, isBusy: () => boolean): void {
    this.cancel();
    const place = placeAfter(shown);
    const decision = shouldTrigger({
      ...place,
      path: shown.document.path,
      scheme: 'file',
      // The person did not ask for this, but what stands there would be right behind a closing sign nearly always.
      manual: true,
      enabled: true,
      multiline: settings.multiline,
      cursors: 1,
      hasSelection: false,
    });
    if (!decision.request || isSecretFile(shown.document.path) || endsFile(place)) {
      return;
    }
    const current = new AbortController();
    this.#current = current;
    const { signal } = current;
    const fetch = async (): Promise<void> => {
      await this.#clock.sleep(shownFor, signal);
      if (!isBusy() && !this.#runs.isRunning && this.#cache.find(place.uri, place) === undefined) {
        const mode = decision.multiline ? 'block' : settings.multiline === 'never' ? 'line' : 'grow';
        const wish = { mode, multiline: mode !== 'line', maxTokens: settings.maxTokens, temperature: 0 } as const;
        await this.#runs.ask(place, wish, signal);
      }
    };
    // Nobody waits for it: a fault is told by the status, an abort by nothing.
    fetch().catch(() => {});
  }

  cancel(): void {
    this.#current?.abort();
    this.#current = undefined;
  }

  dispose(): void {
    this.cancel();
  }
}

/** The cursor as it will be once the suggestion is accepted; lines and context are those of now. */
function placeAfter({ uri, document, position, offset, prefix, suffix, text, unitsAfter }: ShownPlace): RunPlace {
  const lines = text.split('\n').length - 1;
  return {
    uri,
    document,
    languageId: document.languageId,
    position: { line: position.line + lines, character: position.character },
    offset,
    prefix: prefix + text,
    suffix,
    unitsAfter,
  };
}

/** A suggestion that closes the outermost block of a file ends it: nothing is likely to follow. */
function endsFile({ prefix, suffix, languageId }: RunPlace): boolean {
  const line = currentLinePrefix(prefix);
  const rules = languageRules(languageId);
  return suffix.trim() === '' && /^\S/.test(line) && closesBlock(line, rules) && isOnlyClosing(line, rules);
}
