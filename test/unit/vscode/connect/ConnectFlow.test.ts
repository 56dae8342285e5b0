/** “Connect” as VS Code shows it, with an editor of a few lines: what is offered, what pressing it does. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AssistantError } from '../../../../src/base/AssistantError';
import type { Connection } from '../../../../src/glm/ModelConnection';
import { silentLog } from '../../../../src/platform/Log';
import { type ConnectContext, runConnectFlow } from '../../../../src/vscode/connect/ConnectFlow';
import { ManualClock } from '../../../support/ManualClock';
import { ScriptedModel } from '../../../support/ScriptedModel';

/** What the person chooses, in order, by its label; what they press on messages; and what they were told. */
const person = vi.hoisted(() => ({
  choices: [] as string[],
  presses: '',
  warnings: [] as { readonly message: string; readonly buttons: readonly string[] }[],
  news: [] as string[],
  commands: [] as string[],
}));

vi.mock('vscode', () => {
  const nothing = { dispose: () => {} };
  const listens = () => nothing;
  return {
    l10n: {
      // As VS Code does it: a place without a value stays.
      t: (text: string, ...args: readonly unknown[]) =>
        text.replace(/\{(\d)\}/g, (place, n) => String(args[Number(n)] ?? place)),
    },
    Disposable: { from: () => nothing },
    QuickInputButtons: { Back: {} },
    ProgressLocation: { Notification: 15 },
    commands: { executeCommand: async (id: string) => void person.commands.push(id) },
    window: {
      createQuickPick: () => {
        let accept = (): void => {};
        const input = {
          ...{ items: [] as { label: string }[], activeItems: [], selectedItems: [] as { label: string }[] },
          ...{ onDidTriggerButton: listens, onDidHide: listens, dispose: () => {} },
          onDidAccept: (listener: () => void) => {
            accept = listener;
            return nothing;
          },
          show: () => {
            const item = input.items.find(({ label }) => label.replace(/^\$\(.*?\) /, '') === person.choices[0]);
            if (item !== undefined) {
              person.choices.shift();
              input.selectedItems = [item];
              accept();
            }
          },
        };
        return input;
      },
      withProgress: (_: unknown, work: (progress: object, token: object) => unknown) =>
        work({ report: () => {} }, { isCancellationRequested: false, onCancellationRequested: listens }),
      showWarningMessage: async (message: string, ...buttons: string[]) => {
        person.warnings.push({ message, buttons });
        return buttons.find((button) => button.startsWith(person.presses));
      },
      showInformationMessage: async (message: string) => void person.news.push(message),
    },
  };
});

const general = 'https://api.z.ai/api/paas/v4';
const coding = 'https://api.z.ai/api/coding/paas/v4';
const key = ['canary', 'key'].join('-');

/** A person with a key that belongs to the address of the Coding Plan alone. */
function fixture() {
  const kept: string[] = [];
  const asked: string[] = [];
  let endpoint = { url: '', model: '' };
  const connection = {
    reset: () => {},
    connect: async () => {
      asked.push(endpoint.url);
      const fault = new AssistantError('endpoint.noBalanceElsewhere', ['api.z.ai', coding]);
      const model = new ScriptedModel(endpoint.url === coding ? 'ready' : fault);
      return { model, modelId: endpoint.model, host: 'api.z.ai' };
    },
  };
  const context = {
    settings: {
      endpoint: () => endpoint,
      setEndpoint: async (url: string, model: string) => {
        kept.push(`${model} at ${url}`);
        endpoint = { url, model };
      },
    },
    keys: { get: async () => key },
    connection: () => connection as unknown as Connection,
    listModels: async (url: string) => {
      if (!url.startsWith('https://api.z.ai')) {
        throw new AssistantError('endpoint.refused', [url]);
      }
      return [{ id: 'glm-4.6', contextTokens: undefined }];
    },
    ...{ fetchModel: async () => '', home: '/nowhere', clock: new ManualClock(), log: silentLog },
  } as unknown as ConnectContext;
  return { context, kept, asked };
}

beforeEach(() => {
  Object.assign(person, { choices: ['Z.ai or BigModel', 'Z.ai', 'glm-4.6'], presses: '', commands: [] });
  Object.assign(person, { warnings: [], news: [] });
});

describe('a key that has no balance at the chosen address (1113)', () => {
  it('F-18: offers the provider’s other one, which “Use” sets and connects to', async () => {
    person.presses = 'Use';
    const { context, kept, asked } = fixture();
    await runConnectFlow(context);
    await expect.poll(() => person.news).toHaveLength(1);
    expect(person.warnings).toEqual([
      { message: expect.stringContaining(coding), buttons: [`Use ${coding}`, 'Run Doctor'] },
    ]);
    expect(kept).toEqual([`glm-4.6 at ${general}`, `glm-4.6 at ${coding}`]);
    expect(asked).toEqual([general, coding]);
    expect(person.news[0]).toMatch(/^GLM Tandem is connected: glm-4\.6 at api\.z\.ai/);
    expect(JSON.stringify([person, kept, asked])).not.toContain(key);
  });

  it.each([
    ['Run Doctor', ['tandem.doctor.run']],
    ['nothing', []],
  ])('changes no setting when the person presses %s', async (presses, commands) => {
    person.presses = presses;
    const { context, kept, asked } = fixture();
    await runConnectFlow(context);
    await expect.poll(() => person.commands).toEqual(commands);
    expect([kept, asked, person.news]).toEqual([[`glm-4.6 at ${general}`], [general], []]);
  });
});
