/** Other extensions that show ghost text: two of them take each other's place on the screen, and nobody knows whose Tab it is. */
import * as vscode from 'vscode';

const knownIds = [
  'github.copilot',
  'github.copilot-chat',
  'continue.continue',
  'ggml-org.llama-vscode',
  'rjmacarthy.twinny',
  'tabbyml.vscode-tabby',
  'codeium.codeium',
  'sourcegraph.cody-ai',
  'tabnine.tabnine-vscode',
  'supermaven.supermaven',
  'amazonwebservices.amazon-q-vscode',
  'augment.vscode-augment',
  'kilocode.kilo-code',
  'aminer.codegeex',
  'alibaba-cloud.tongyi-lingma',
  'baiducomate.comate',
  'fittentech.fitten-code',
  'marscode.marscode-extension',
];

const toldKey = 'otherProviders.told';
/** Others need a while to start, too; and nothing should pop up in the first moments. */
const patience = 15_000;

/** Names of the active ones. Asked by id: the list of all extensions costs milliseconds, and this is shown with every change of the status. */
export function otherProviders(): readonly string[] {
  return knownIds
    .map((id) => vscode.extensions.getExtension(id))
    .filter((extension) => extension?.isActive === true)
    .map((extension) => String(extension?.packageJSON.displayName ?? extension?.id));
}

/** Says so once in a person's life, a while after the start. */
export function tellOfOtherProviders(memory: vscode.Memento, isOn: () => boolean): vscode.Disposable {
  if (memory.get<boolean>(toldKey) === true) {
    return { dispose: () => {} };
  }
  const timer = setTimeout(() => {
    const names = otherProviders();
    if (names.length > 0 && isOn()) {
      void memory.update(toldKey, true);
      void tell(names);
    }
  }, patience);
  return { dispose: () => clearTimeout(timer) };
}

async function tell(names: readonly string[]): Promise<void> {
  const { t } = vscode.l10n;
  const show = t('Show Extensions');
  const chosen = await vscode.window.showInformationMessage(
    t(
      'GLM Tandem and {0} both show suggestions while you type, in the same place. Switch one of them off, or use “Toggle Inline Completions”.',
      names.join(', '),
    ),
    show,
  );
  if (chosen === show) {
    await vscode.commands.executeCommand('workbench.extensions.action.showEnabledExtensions');
  }
}
