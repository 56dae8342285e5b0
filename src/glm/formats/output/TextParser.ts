/**
 * Reads a model's text as it streams: reasoning, answer, tool calls. The syntaxes say what a call looks like; all that depends on where
 * the stream was cut is here. A state machine over a buffer that holds only what cannot be decided yet.
 */
import { assistantToken, boxTokens, promptTokens, turnTokens } from '../specialTokens';
import type { ToolCall } from '../ToolDefinition';
import { type CallReading, type CallSyntax, plainText, type StrayTag } from './CallSyntax';
import { skipSpace } from './jsonObjects';
import { type Markers, markersOf } from './Markers';
import type { OutputParser, ParseEvent, ParseOptions, ParseSummary } from './OutputParser';
import { type ParseProblem, problem } from './problems';
import { SpacedText } from './SpacedText';

const thinkOpen = '<think>';
const thinkClose = '</think>';
/** What may stand before everything else; some servers repeat the end of the prompt. */
const openings = [thinkOpen, thinkClose, assistantToken, ...promptTokens];

/** After so many, markers are text: an answer of nothing but beginnings of calls takes no longer than any other. */
const mostSearches = 32;

/**
 * start: nothing but white space so far. thought: within the reasoning. turn: where a call without a marker would begin. text: the
 * answer. call: from a call's marker on. stopped: after a token that ends the turn.
 */
type State = 'start' | 'thought' | 'turn' | 'text' | 'call' | 'stopped';

export class TextParser implements OutputParser<string> {
  readonly #options: ParseOptions;
  readonly #turnSyntax: CallSyntax | undefined;
  readonly #markedSyntaxes: readonly CallSyntax[];
  readonly #strayTags: ReadonlyMap<string, StrayTag>;
  readonly #thoughtMarkers: Markers;
  readonly #textMarkers: Markers;
  readonly #undecidedMarkers: Markers;

  #state: State = 'start';
  #syntax: CallSyntax | undefined;
  /** Only a call may come in this turn: the model began it after another one, and text there is a conversation with itself. */
  #callsOnly = false;
  #announced = false;
  /** Markers that needed the whole text to be no calls. */
  #searches = 0;
  #buffer = '';
  /** The buffer with the marker that was taken out last: putting it back in front would copy everything. */
  #fromMarker = '';
  #arrived = '';
  /** All input, as long as a closing tag may still make it reasoning; undefined = no longer. */
  #raw: string | undefined;
  readonly #content = new SpacedText();
  readonly #reasoning = new SpacedText();
  #calls: ToolCall[] = [];
  #sawCall = false;
  /** The call read last, while it counts. */
  #recentCall: ToolCall | undefined;
  #problems: ParseProblem[] = [];
  #truncated = false;
  #events: ParseEvent[] = [];

  constructor(syntaxes: readonly CallSyntax[], options: ParseOptions) {
    this.#options = options;
    this.#turnSyntax = syntaxes.find((syntax) => syntax.marker === undefined);
    this.#markedSyntaxes = syntaxes.filter((syntax) => syntax.marker !== undefined);
    this.#strayTags = new Map(syntaxes.flatMap((syntax) => [...syntax.strayTags]));
    const inText = [
      ...turnTokens,
      assistantToken,
      ...boxTokens,
      ...this.#markedSyntaxes.flatMap((syntax) => syntax.marker ?? []),
      ...this.#strayTags.keys(),
    ];
    this.#thoughtMarkers = markersOf([thinkClose, ...turnTokens]);
    this.#textMarkers = markersOf(inText);
    this.#undecidedMarkers = markersOf([thinkClose, ...inText]);
    this.#raw = options.thinking === undefined ? '' : undefined;
  }

  push(chunk: string): readonly ParseEvent[] {
    this.#arrived += chunk;
    // Calls are read from their beginning each time; waiting until a sixteenth is new keeps a long one linear.
    if (this.#state !== 'text' && this.#state !== 'thought' && this.#arrived.length * 16 < this.#buffer.length) {
      return [];
    }
    return this.#run(false);
  }

  /** Another channel brings the reasoning, so a closing tag in this text is only text. */
  reasoningIsElsewhere(): void {
    this.#raw = undefined;
  }

  end(): { readonly events: readonly ParseEvent[]; readonly summary: ParseSummary } {
    const events = [...this.#run(true)];
    const rest = this.#content.end();
    if (rest !== '') {
      events.push({ type: 'text', text: rest });
    }
    for (const found of this.#problems) {
      events.push({ type: 'problem', problem: found });
    }
    for (const call of this.#calls) {
      events.push({ type: 'toolCall', call });
    }
    const cut = this.#truncated || this.#state === 'thought';
    const summary: ParseSummary = {
      content: this.#content.text,
      reasoning: this.#reasoning.text,
      toolCalls: this.#calls,
      problems: this.#problems,
      finish: this.#calls.length > 0 ? 'tool_calls' : cut ? 'length' : 'stop',
    };
    return { events, summary };
  }

  #run(ended: boolean): readonly ParseEvent[] {
    this.#buffer += this.#arrived;
    if (this.#raw !== undefined) {
      this.#raw += this.#arrived;
    }
    this.#arrived = '';
    this.#events = [];
    while (this.#step(ended)) {
      // each step decides something and shortens the buffer, or moves to another state
    }
    return this.#events;
  }

  /** Does what the buffer allows; false = more text is needed. */
  #step(ended: boolean): boolean {
    switch (this.#state) {
      case 'start':
        return this.#start(ended);
      case 'thought':
        return this.#thought(ended);
      case 'turn':
        return this.#turn(ended);
      case 'text':
        return this.#text(ended);
      case 'call':
        return this.#call(ended);
      case 'stopped':
        this.#buffer = '';
        return false;
    }
  }

  #start(ended: boolean): boolean {
    const body = this.#buffer.slice(skipSpace(this.#buffer, 0));
    const opening = openings.find((marker) => body.startsWith(marker));
    if (opening !== undefined) {
      this.#buffer = body.slice(opening.length);
      if (opening === thinkOpen || opening === thinkClose) {
        this.#beginThought();
      }
      if (opening === thinkClose) {
        this.#endThought();
      }
      return true;
    }
    if (!ended && openings.some((marker) => marker.startsWith(body))) {
      return false;
    }
    if (this.#options.thinking === true) {
      this.#beginThought();
    } else {
      this.#content.skipLineBreaks(1);
      this.#state = 'turn';
    }
    return true;
  }

  #beginThought(): void {
    this.#state = 'thought';
    this.#raw = undefined;
    this.#reasoning.skipSpace();
  }

  #endThought(): void {
    this.#content.skipLineBreaks(Number.POSITIVE_INFINITY);
    this.#state = 'turn';
  }

  #thought(ended: boolean): boolean {
    const found = this.#take(this.#thoughtMarkers, ended, (text) => this.#addReasoning(text));
    if (found === undefined) {
      return false;
    }
    if (found === thinkClose) {
      this.#endThought();
    } else {
      this.#state = 'stopped';
    }
    return true;
  }

  #turn(ended: boolean): boolean {
    if (this.#turnSyntax === undefined) {
      this.#state = 'text';
      return true;
    }
    const body = this.#buffer.slice(skipSpace(this.#buffer, 0));
    if (body === '' && !ended) {
      return false;
    }
    const reading = body === '' ? undefined : this.#turnSyntax.read(body, ended, this.#options);
    if (reading?.kind === 'pending') {
      this.#announce(reading.name);
      return false;
    }
    if (reading?.kind === 'call') {
      this.#buffer = body;
      this.#addCall(reading);
      return true;
    }
    this.#announced = false;
    this.#addProblem(reading?.problem);
    this.#state = this.#callsOnly ? 'stopped' : 'text';
    return true;
  }

  #text(ended: boolean): boolean {
    const markers = this.#raw === undefined ? this.#textMarkers : this.#undecidedMarkers;
    const found = this.#take(markers, ended, (text) => this.#addContent(text));
    if (found === undefined) {
      return false;
    }
    const syntax = this.#markedSyntaxes.find(({ marker }) => marker === found);
    if (syntax !== undefined) {
      this.#syntax = syntax;
      this.#buffer = this.#fromMarker;
      this.#state = 'call';
    } else if (found === thinkClose) {
      this.#reclassify();
    } else if (found === assistantToken && this.#turnSyntax !== undefined) {
      this.#callsOnly = true;
      this.#state = 'turn';
    } else if (this.#strayTags.has(found)) {
      this.#strayTag(found);
    } else if (!boxTokens.some((token) => token === found)) {
      this.#state = 'stopped';
    }
    return true;
  }

  #call(ended: boolean): boolean {
    const marker = this.#syntax?.marker ?? '';
    const reading: CallReading =
      this.#searches < mostSearches ? (this.#syntax?.read(this.#buffer, ended, this.#options) ?? plainText) : plainText;
    if (reading.kind === 'pending') {
      this.#announce(reading.name);
      return false;
    }
    if (reading.kind === 'call') {
      this.#addCall(reading);
    } else {
      this.#searches += reading.searched === true ? 1 : 0;
      this.#addProblem(reading.problem);
      this.#addContent(marker);
      this.#buffer = this.#buffer.slice(marker.length);
      this.#state = 'text';
      this.#announced = false;
    }
    return true;
  }

  /**
   * Takes text up to the next marker, and the marker itself, out of the buffer. Undefined = none there; what could be the beginning of
   * one stays, and so does half a surrogate pair, which no listener could show.
   */
  #take(markers: Markers, ended: boolean, add: (text: string) => void): string | undefined {
    const found = markers.find(this.#buffer);
    const held = ended ? 0 : markers.heldBack(this.#buffer);
    const until = found?.index ?? this.#buffer.length - held;
    const half = found === undefined && !ended && isHighSurrogate(this.#buffer.charCodeAt(until - 1)) ? 1 : 0;
    add(this.#buffer.slice(0, until - half));
    this.#fromMarker = this.#buffer.slice(until - half);
    this.#buffer = this.#fromMarker.slice(found?.marker.length ?? 0);
    return found?.marker;
  }

  /** A closing tag without an opening one: everything so far was reasoning, or, with one in the middle, everything from there on. */
  #reclassify(): void {
    const raw = this.#raw ?? '';
    const end = raw.length - this.#buffer.length - thinkClose.length;
    const before = raw.slice(0, end).replace(/^(?:\s*<\|assistant\|>)+/, '');
    const open = before.indexOf(thinkOpen);
    this.#content.replace(open < 0 ? '' : before.slice(0, open).trimStart());
    this.#reasoning.replace(before.slice(open < 0 ? 0 : open + thinkOpen.length).trim());
    this.#calls = [];
    this.#problems = [];
    this.#sawCall = false;
    this.#recentCall = undefined;
    this.#callsOnly = false;
    this.#raw = undefined;
    this.#events.push({ type: 'reclassified', content: this.#content.text, reasoning: this.#reasoning.text });
    this.#endThought();
  }

  /** A tag of a call outside of one: behind a call it may show that the call went on after what looked like its end. */
  #strayTag(tag: string): void {
    if (!this.#sawCall) {
      this.#addContent(tag);
    } else if (this.#strayTags.get(tag) === 'takesBack' && this.#recentCall !== undefined) {
      this.#calls.pop();
      this.#addProblem(problem('bad_tags', this.#recentCall.name, 'an argument ends twice.'));
      this.#recentCall = undefined;
    }
  }

  #addCall(reading: Extract<CallReading, { kind: 'call' }>): void {
    this.#buffer = this.#buffer.slice(reading.length);
    // Calls without marks may follow each other without the token between them, too.
    this.#state = this.#state === 'turn' ? 'turn' : 'text';
    this.#callsOnly = false;
    this.#content.call();
    this.#sawCall = true;
    this.#announced = false;
    this.#recentCall = undefined;
    const { call, problems } = reading.result;
    if (call !== undefined && this.#calls.length >= this.#options.limits.calls) {
      this.#addProblem(problem('too_many_calls', call.name, this.#options.limits.calls));
      return;
    }
    problems.forEach((found) => {
      this.#addProblem(found);
    });
    if (call !== undefined) {
      this.#calls.push(call);
      this.#recentCall = call;
    }
    if (problems.some(({ code }) => code === 'too_large')) {
      this.#state = 'stopped';
    }
    this.#truncated ||= problems.some(({ code }) => code === 'truncated_arguments');
  }

  #addProblem(found: ParseProblem | undefined): void {
    if (found !== undefined) {
      this.#problems.push(found);
    }
  }

  #announce(name: string | undefined): void {
    if (name !== undefined && !this.#announced) {
      this.#announced = true;
      this.#events.push({ type: 'toolCallStart', name });
    }
  }

  #addContent(text: string): void {
    const certain = this.#content.add(text);
    if (certain !== '') {
      this.#pushText('text', certain);
    }
  }

  #addReasoning(text: string): void {
    const certain = this.#reasoning.add(text);
    if (certain !== '') {
      this.#pushText('reasoning', certain);
    }
  }

  #pushText(type: 'text' | 'reasoning', text: string): void {
    const last = this.#events.at(-1);
    if (last?.type === type) {
      this.#events[this.#events.length - 1] = { type, text: last.text + text };
    } else {
      this.#events.push({ type, text });
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
