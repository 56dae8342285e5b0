/** What stands between the editor and the pipeline: gates of a person's wishes, the editor's token, and what is given back. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { InlineCompletionPipeline } from '../../../../src/completion/InlineCompletionPipeline';
import { prefixOnly } from '../../../../src/glm/fillInTheMiddle/prefixOnly';
import { openAiCompatible } from '../../../../src/glm/profiles/openAiCompatible';
import { silentLog } from '../../../../src/platform/Log';
import { CompositionGuard } from '../../../../src/vscode/completion/CompositionGuard';
import { Snooze } from '../../../../src/vscode/completion/Snooze';
import {
  InlineCompletionProvider,
  type InlineCompletionProviderHost,
} from '../../../../src/vscode/InlineCompletionProvider';
import { ManualClock, settle } from '../../../support/ManualClock';
import { ScriptedModel } from '../../../support/ScriptedModel';

const editor = vi.hoisted(() => ({
  selectionListeners: new Set<(event: unknown) => void>(),
  documentListeners: new Set<(event: unknown) => void>(),
  chosen: undefined as string | undefined,
}));

vi.mock('vscode', () => {
  class Position {
    constructor(
      readonly line: number,
      readonly character: number,
    ) {}
    isEqual(other: Position): boolean {
      return other.line === this.line && other.character === this.character;
    }
  }
  const listen = (listeners: Set<(event: unknown) => void>) => (listener: (event: unknown) => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  return {
    Position,
    Range: class {
      readonly start: Position;
      readonly end: Position;
      constructor(line: number, character: number, endLine: number, endCharacter: number) {
        this.start = new Position(line, character);
        this.end = new Position(endLine, endCharacter);
      }
    },
    EndOfLine: { LF: 1, CRLF: 2 },
    InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 },
    InlineCompletionItem: class {
      constructor(
        readonly insertText: string,
        readonly range: unknown,
      ) {}
    },
    env: { language: 'en' },
    l10n: { t: (text: string, ...values: unknown[]) => text.replace('{0}', String(values[0])) },
    window: {
      activeTextEditor: undefined,
      onDidChangeTextEditorSelection: listen(editor.selectionListeners),
      showQuickPick: async (items: { label: string }[]) => items.find(({ label }) => label === editor.chosen),
    },
    workspace: {
      isTrusted: true,
      textDocuments: [],
      notebookDocuments: [],
      getWorkspaceFolder: () => undefined,
      onDidChangeTextDocument: listen(editor.documentListeners),
    },
  };
});

const { Position } = await import('vscode');
const [byHand, automatic] = [0, 1];

function documentOf(text: string): vscode.TextDocument {
  const uri = { scheme: 'file', path: '/a.ts', toString: () => 'file:///a.ts' };
  const played = {
    ...{ uri, languageId: 'typescript', version: 1, eol: 1, lineCount: 1 },
    lineAt: () => ({ text, range: { end: new Position(0, text.length) } }),
    offsetAt: ({ character }: vscode.Position) => character,
    getText: (range?: vscode.Range) =>
      range === undefined ? text : text.slice(range.start.character, range.end.character),
  };
  return played as unknown as vscode.TextDocument;
}

function bench(model: ScriptedModel, more: Partial<InlineCompletionProviderHost> = {}, isOn = true) {
  const clock = new ManualClock();
  const connected = {
    ...{ model, modelId: 'm', host: 'h', format: prefixOnly, profile: openAiCompatible },
    ...{ contextTokens: undefined, warning: undefined },
  };
  const provider = new InlineCompletionProvider({
    connection: {
      state: { kind: 'connected', connected },
      onDidChangeState: () => ({ dispose: () => {} }),
      connect: async () => connected,
      reset: () => {},
    },
    settings: () => ({ enabled: isOn, debounce: 0, multiline: 'auto', maxTokens: 64 }),
    createPipeline: async () => new InlineCompletionPipeline({ model, format: prefixOnly, clock, log: silentLog }),
    isSnoozed: () => false,
    savesBattery: () => false,
    composition: new CompositionGuard(clock),
    log: silentLog,
    ...more,
  });
  const cancelled = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void) => {
      cancelled.add(listener);
      return { dispose: () => cancelled.delete(listener) };
    },
  } as unknown as vscode.CancellationToken;
  const text = 'const x = ';
  const document = documentOf(text);
  const ask = async (triggerKind = automatic): Promise<readonly string[]> => {
    const context = { triggerKind, selectedCompletionInfo: undefined } as unknown as vscode.InlineCompletionContext;
    const position = new Position(0, text.length);
    const items = await provider.provideInlineCompletionItems(document, position, context, token);
    return items.map(({ insertText }) => String(insertText));
  };
  return { provider, ask, document, cancel: () => cancelled.forEach((listener) => void listener()) };
}

beforeEach(() => {
  editor.selectionListeners.clear();
});

describe('a suggestion', () => {
  it('is given to the editor, and what is told of it afterwards', async () => {
    const { provider, ask } = bench(new ScriptedModel('foo();'));
    expect(await ask()).toEqual(['foo();']);
    expect(provider.activity).toMatchObject({ lastReason: undefined, error: undefined });
  });

  it.each<[string, Partial<InlineCompletionProviderHost>, boolean]>([
    ['snoozed', { isSnoozed: () => true }, true],
    ['on-battery', { savesBattery: () => true }, true],
    ['off', {}, false],
  ])('does not come while %s, unless asked for by hand', async (reason, host, isOn) => {
    const model = new ScriptedModel('foo();');
    const { provider, ask } = bench(model, host, isOn);
    expect(await ask()).toEqual([]);
    expect(model.calls).toHaveLength(0);
    // That they are off is told by the status itself.
    expect(provider.activity.lastReason).toBe(reason === 'off' ? undefined : reason);
    expect(await ask(byHand)).toEqual(['foo();']);
  });

  it('that a filter took is told with its reason and the raw text', async () => {
    const { provider, ask } = bench(new ScriptedModel('Here is the code.'));
    expect(await ask()).toEqual([]);
    expect(provider.activity).toMatchObject({ lastReason: 'prose', lastRaw: 'Here is the code.' });
  });
});

describe('a running request', () => {
  it('ends with the editor’s token', async () => {
    const model = new ScriptedModel('├f┤⏸├oo┤');
    const { ask, cancel } = bench(model);
    const items = ask();
    await settle();
    expect(model.running).toBe(1);
    cancel();
    expect(await items).toEqual([]);
    await settle();
    expect(model.running).toBe(0);
  });

  it('ends when the cursor goes elsewhere without an edit', async () => {
    const model = new ScriptedModel('├f┤⏸├oo┤');
    const { ask, document } = bench(model);
    const items = ask();
    await settle();
    const selections = [{ isEmpty: true, active: new Position(0, 3) }];
    editor.selectionListeners.forEach((listener) => void listener({ textEditor: { document }, selections }));
    expect(await items).toEqual([]);
    await settle();
    expect(model.running).toBe(0);
  });
});

describe('a snooze', () => {
  it.each([5, 15, 60])('of %i minutes counts them down and ends by itself', async (minutes) => {
    vi.useFakeTimers({ now: 1000 });
    const snooze = new Snooze(Date.now);
    try {
      editor.chosen = `${minutes} minutes`;
      await snooze.choose();
      expect([snooze.isOn, snooze.minutesLeft]).toEqual([true, minutes]);
      const left: number[] = [];
      snooze.onDidChange(() => left.push(snooze.minutesLeft));
      vi.advanceTimersByTime(minutes * 60_000 - 1);
      expect(snooze.isOn).toBe(true);
      vi.advanceTimersByTime(1);
      expect([snooze.isOn, snooze.minutesLeft]).toEqual([false, 0]);
      expect(vi.getTimerCount()).toBe(0);
      expect(left).toEqual(Array.from({ length: minutes }, (_, i) => minutes - 1 - i));
    } finally {
      snooze.dispose();
      vi.useRealTimers();
    }
  });

  it('ends when the person says so', async () => {
    const snooze = new Snooze(() => 0);
    snooze.start(15);
    editor.chosen = 'Suggest again now';
    await snooze.choose();
    expect(snooze.isOn).toBe(false);
    snooze.dispose();
  });
});
