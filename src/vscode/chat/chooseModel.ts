/** Lets the person choose who answers in a panel: an endpoint, or one of the models that an endpoint offers. */
import * as vscode from 'vscode';
import type { ChatSession } from '../../chat/ChatSession';
import { type ModelChoice, packChoice } from '../../chat/modelChoice';
import type { Connection } from '../../glm/ModelConnection';
import { modelTraits } from '../../glm/models';

export interface ChooseModelHost {
  readonly names: readonly string[];
  /** The address of an endpoint; '' = the engine on this machine. */
  readonly addressOf: (name: string) => string;
  readonly connection: (name: string) => Connection | undefined;
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: ModelChoice;
}

/** Milliseconds that an endpoint has to say what it offers. */
const patience = 8_000;

export async function chooseModel(session: ChatSession, host: ChooseModelHost): Promise<void> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.title = vscode.l10n.t('Who answers in this panel');
  pick.placeholder = vscode.l10n.t('An endpoint, or one of its models');
  pick.matchOnDescription = true;
  const fixed: readonly ChoiceItem[] = [
    {
      label: vscode.l10n.t('As the settings say'),
      description: 'tandem.roles',
      choice: { endpoint: '', model: '' },
    },
    ...host.names.map((name) => ({
      label: name,
      description: host.addressOf(name) === '' ? vscode.l10n.t('On this machine') : host.addressOf(name),
      choice: { endpoint: name, model: '' },
    })),
  ];
  const offered = new Map<string, readonly ChoiceItem[]>();
  const show = (): void => {
    const active = pick.activeItems[0];
    const found = host.names.flatMap((name) => offered.get(name) ?? []);
    pick.items = [...fixed, ...found];
    pick.activeItems = pick.items.filter(
      ({ label, description }) => label === active?.label && description === active.description,
    );
  };
  show();
  pick.busy = true;
  const gone = new AbortController();
  const asked = host.names.map(async (name) => {
    offered.set(name, await modelsOf(name, host, AbortSignal.any([gone.signal, AbortSignal.timeout(patience)])));
    if (!gone.signal.aborted) {
      show();
    }
  });
  void Promise.allSettled(asked).then(() => {
    if (!gone.signal.aborted) {
      pick.busy = false;
    }
  });
  await new Promise<void>((resolve) => {
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      if (choice !== undefined) {
        session.chooseEndpoint(packChoice(choice));
      }
      pick.hide();
    });
    pick.onDidHide(() => {
      gone.abort();
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}

/** What an endpoint offers, under its name; empty = it does not say. */
async function modelsOf(name: string, host: ChooseModelHost, signal: AbortSignal): Promise<readonly ChoiceItem[]> {
  try {
    const connected = await host.connection(name)?.connect(signal);
    const models = (await connected?.model.listModels(signal)) ?? [];
    const items = models
      .filter(({ id }) => id !== connected?.modelId)
      .map(({ id }) => ({
        label: id,
        description: name,
        detail: modelTraits(id).vision ? vscode.l10n.t('Looks at pictures') : undefined,
        choice: { endpoint: name, model: id },
      }));
    const heading = { label: vscode.l10n.t('Models of {0}', name), kind: vscode.QuickPickItemKind.Separator };
    return items.length === 0
      ? []
      : [heading, ...items.map(({ detail, ...item }) => (detail === undefined ? item : { ...item, detail }))];
  } catch {
    return [];
  }
}
