/**
 * The server-sent-events wire format as OpenAI-style servers use it: one JSON frame per event, `[DONE]` at the end. Written for broken
 * streams too: a frame that is not JSON is counted and passed over, and a frame that follows it on the same line is still found.
 * Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

export type Frame =
  | { readonly type: 'json'; readonly value: unknown }
  /** The stream's regular end, `data: [DONE]`. */
  | { readonly type: 'done' }
  /** Something that could not be read; its text is not kept, since it may be a prompt or an answer. */
  | { readonly type: 'broken' };

/** Turns bytes, cut anywhere, into frames. */
export class ServerSentEventDecoder {
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';
  #data: string[] = [];
  #endedWithReturn = false;

  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): readonly Frame[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What was still waiting for an empty line when the connection closed. */
  end(): readonly Frame[] {
    const frames = [...this.#read(this.#decoder.decode())];
    if (this.#line !== '') {
      this.#endLine();
    }
    frames.push(...this.#endEvent());
    return frames;
  }

  #read(text: string): readonly Frame[] {
    const frames: Frame[] = [];
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text[i];
      if (unit !== '\n' && unit !== '\r') {
        this.#endedWithReturn = false;
        continue;
      }
      if (!(unit === '\n' && this.#endedWithReturn)) {
        this.#line += text.slice(start, i);
        if (this.#line === '') {
          frames.push(...this.#endEvent());
        } else {
          this.#endLine();
        }
      }
      this.#endedWithReturn = unit === '\r';
      start = i + 1;
    }
    this.#line += text.slice(start);
    return frames;
  }

  #endLine(): void {
    const match = /^data:? ?(.*)$/s.exec(this.#line);
    if (match !== null) {
      this.#data.push(match[1] ?? '');
    }
    this.#line = '';
  }

  #endEvent(): readonly Frame[] {
    const lines = this.#data;
    this.#data = [];
    return lines.length === 0 ? [] : framesOf(lines);
  }
}

function framesOf(lines: readonly string[]): readonly Frame[] {
  const whole = frameOf(lines.join('\n'));
  if (whole !== undefined) {
    return [whole];
  }
  return lines.length > 1 ? lines.flatMap((line) => framesOf([line])) : framesAfterBreak(lines[0] ?? '');
}

/** A frame cut off in the middle, with the next one right behind it on the same line. */
function framesAfterBreak(line: string): readonly Frame[] {
  const next = line.indexOf('data:', 1);
  return next < 0
    ? [{ type: 'broken' }]
    : [{ type: 'broken' }, ...framesOf([line.slice(next + 'data:'.length).trim()])];
}

function frameOf(data: string): Frame | undefined {
  if (data.trim() === '[DONE]') {
    return { type: 'done' };
  }
  try {
    return { type: 'json', value: JSON.parse(data) };
  } catch {
    return undefined;
  }
}
