/** What the status bar tells of suggestions: why there was none (opening 11), how the model is asked (behaviour 24), pauses and faults (25). */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { chatHole } from '../../../src/glm/fillInTheMiddle/chatHole';
import { codegeex4 } from '../../../src/glm/fillInTheMiddle/codegeex4';
import { glm45 } from '../../../src/glm/fillInTheMiddle/glm45';
import { openAiCompatible } from '../../../src/glm/profiles/openAiCompatible';
import { type Status, StatusBar } from '../../../src/vscode/StatusBar';
import { ScriptedModel } from '../../support/ScriptedModel';

const editor = vi.hoisted(() => ({
  item: { show: () => {}, dispose: () => {}, text: '', tooltip: undefined as { value: string } | undefined },
}));
vi.mock('vscode', () => ({
  env: {},
  l10n: {
    t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  },
  window: { createStatusBarItem: () => editor.item },
  StatusBarAlignment: { Right: 2 },
  ThemeColor: class {},
  MarkdownString: class {
    constructor(readonly value: string) {}
  },
}));

beforeEach(() => {
  editor.item.tooltip = undefined;
});

/** The item's text and its hover. */
function shown(more: Partial<Status>, format = codegeex4): string {
  const connected = {
    ...{ model: new ScriptedModel(), modelId: 'm', host: 'h', format, profile: openAiCompatible },
    ...{ contextTokens: undefined, warning: undefined },
  };
  const bar = new StatusBar(() => 0);
  bar.show({
    ...{ enabled: true, working: false, error: undefined, lastReason: undefined, lastRaw: undefined },
    ...{ snoozedMinutes: 0, otherProviders: [], pause: undefined, indexing: undefined, roles: [] },
    connection: { kind: 'connected', connected },
    ...more,
  });
  bar.dispose();
  return `${editor.item.text}\n${editor.item.tooltip?.value ?? ''}`.replaceAll('\\', '');
}

describe('the hover', () => {
  it('names the gate that there was no suggestion for', () => {
    expect(shown({ lastReason: 'after-closing' })).toContain('nothing was shown: the statement looks complete');
    expect(shown({})).not.toContain('nothing was shown');
  });

  it('names the filter that took one, with what the model had written', () => {
    const text = shown({ lastReason: 'prose', lastRaw: 'Here is\n  the code.' });
    expect(text).toContain('nothing was shown: the model wrote prose instead of code');
    expect(text).toContain('The model had written: Here is the code.');
  });

  it.each([
    [codegeex4, 'CodeGeeX4'],
    [glm45, 'GLM-4.5 and later'],
    [chatHole, 'described in a chat'],
  ])('says how the model is asked: %#', (format, expected) => {
    expect(shown({}, format)).toContain(`Fill-in-the-middle: ${expected}`);
  });

  it('names others that suggest in the same place', () => {
    expect(shown({ otherProviders: ['Twinny'] })).toContain('in the same place: Twinny');
  });

  it('tells a fault until a request goes well, and a snooze with its minutes', () => {
    const error = new AssistantError('endpoint.refused', ['http://h']);
    expect(shown({ error })).toMatch(/\$\(warning\) GLM\n\*\*GLM Tandem: Problem/);
    expect(shown({})).toContain('$(sparkle) GLM\n**GLM Tandem: Ready');
    expect(shown({ snoozedMinutes: 7 })).toMatch(/\$\(bell-slash\) GLM 7 min\n[\s\S]*for 7 more minutes/);
  });
});
