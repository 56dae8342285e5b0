/** A log that cleans what is said to it: servers put keys and prompts into their complaints. */
import type { Log } from '../platform/Log';
import type { Redact } from './redaction/redact';

/**
 * `log` with every message cleaned first. `load` is called with the first message, since the rules are too large for a start; what is said
 * until they are there waits for them, in order. Should they not load, nothing is said at all.
 */
export function redactedLog(log: Log, load: () => Promise<Redact>): Log {
  let redact: Redact | undefined;
  let loading: Promise<void> | undefined;
  const say = (level: keyof Log, message: string): void => {
    if (redact !== undefined) {
      log[level](redact(message).text);
      return;
    }
    loading ??= load().then(
      (loaded) => {
        redact = loaded;
      },
      () => {},
    );
    void loading.then(() => {
      if (redact !== undefined) {
        log[level](redact(message).text);
      }
    });
  };
  return {
    debug: (message) => say('debug', message),
    info: (message) => say('info', message),
    warn: (message) => say('warn', message),
    error: (message) => say('error', message),
  };
}
