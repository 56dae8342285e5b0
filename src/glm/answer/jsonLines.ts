/** Newline-delimited JSON, as Ollama's native routes stream it. */
import type { Frame } from './serverSentEvents';

/** Turns bytes, cut anywhere, into frames. */
export class JsonLinesDecoder {
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';

  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): readonly Frame[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** A last line without a line break. */
  end(): readonly Frame[] {
    return this.#read(`${this.#decoder.decode()}\n`);
  }

  #read(text: string): readonly Frame[] {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    const frames = lines.flatMap((line) => {
      const whole = this.#line + line;
      this.#line = '';
      return whole.trim() === '' ? [] : [frameOf(whole)];
    });
    this.#line += last;
    return frames;
  }
}

function frameOf(line: string): Frame {
  try {
    return { type: 'json', value: JSON.parse(line) };
  } catch {
    return { type: 'broken' };
  }
}
