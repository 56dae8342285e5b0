/** A log that cleans what is said to it: servers put keys and prompts into their complaints. */
import type { Log } from '../platform/Log';
import type { Redact } from './redaction/redact';

/** `log` with every message cleaned first. */
export function redactedLog(log: Log, redact: Redact): Log {
  return {
    debug: (message) => log.debug(redact(message).text),
    info: (message) => log.info(redact(message).text),
    warn: (message) => log.warn(redact(message).text),
    error: (message) => log.error(redact(message).text),
  };
}
