/**
 * What every format reader gives. Readers take a model's text in pieces cut anywhere; only what is complete comes out, and `finish`
 * tells whether the whole can be believed. A preview may show `complete` while the text still streams; nothing is applied before `finish`.
 */
import type { EditFailure, RequestedChange } from '../RequestedEdit';

export type FormatReading = { readonly kind: 'read'; readonly changes: readonly RequestedChange[] } | EditFailure;

export interface FormatReader {
  push(text: string): void;
  /** Changes that are complete so far. */
  complete(): readonly RequestedChange[];
  /** The text has ended: everything it asks for, or why nothing of it is to be done. */
  finish(): FormatReading;
}

/** Cuts streamed text into lines without their breaks. */
export class LineCutter {
  private rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  push(text: string): void {
    if (!text.includes('\n')) {
      this.rest += text;
      return;
    }
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  /** The text has ended: its last line, where it has no break. */
  finish(): void {
    if (this.rest !== '') {
      const line = this.rest;
      this.rest = '';
      this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }
}

/**
 * Leaves a model's thoughts out: from `<think>` at the very beginning to its end. An end that nothing began tells that all before it was thought;
 * `onEnd` is called then, and decides whether the line is part of something that is written.
 */
export function withoutThoughts(onLine: (line: string) => void, onEnd: () => void): (line: string) => void {
  let state: 'beginning' | 'thinking' | 'saying' = 'beginning';
  return (line) => {
    const text = line.trim();
    if (state === 'beginning' && text !== '') {
      state = text.startsWith('<think>') ? 'thinking' : 'saying';
    }
    if (state !== 'thinking') {
      if (text === '</think>') {
        onEnd();
      }
      onLine(line);
      return;
    }
    const end = line.indexOf('</think>');
    if (end >= 0) {
      state = 'saying';
      onLine(line.slice(end + '</think>'.length));
    }
  };
}
