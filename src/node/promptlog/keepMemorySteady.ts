/** How a process that reads a large prompt log stays small. */
import { setFlagsFromString } from 'node:v8';

/**
 * For processes of our own, before they read a store: a stream of a million records leaves only garbage behind, of which V8 otherwise
 * lets 250 MB pile up before it looks. What is alive at any time takes 10 MB.
 */
export function keepMemorySteady(): void {
  setFlagsFromString('--max-semi-space-size=4');
  setFlagsFromString('--semi-space-growth-factor=1');
}
