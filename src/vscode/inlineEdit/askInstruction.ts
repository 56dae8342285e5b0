/** Asks for an instruction, with those that were given before to choose from. */
import * as vscode from 'vscode';
import * as z from 'zod';

const mostKept = 30;

/** What the person asked for lately, newest first; kept for the folder. */
export class InstructionHistory {
  readonly #memento: vscode.Memento;
  readonly #key: string;

  constructor(memento: vscode.Memento, key: string) {
    this.#memento = memento;
    this.#key = key;
  }

  get all(): readonly string[] {
    const kept: unknown = this.#memento.get(this.#key);
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  }

  async add(instruction: string): Promise<void> {
    const others = this.all.filter((text) => text !== instruction);
    await this.#memento.update(this.#key, [instruction, ...others].slice(0, mostKept));
  }
}

const argumentSchema = z.object({ instruction: z.string().trim().min(1) });

/** What a keybinding brings along as `args`; undefined = the person is asked. */
export function instructionIn(argument: unknown): string | undefined {
  const parsed = argumentSchema.safeParse(argument);
  return parsed.success ? parsed.data.instruction : undefined;
}

interface Choice extends vscode.QuickPickItem {
  readonly isTyped: boolean;
}

/** Undefined = the person left. What is typed comes first; the arrow keys go to what was asked for before. */
export function askInstruction(
  title: string,
  placeholder: string,
  history: InstructionHistory,
): Promise<string | undefined> {
  const input = vscode.window.createQuickPick<Choice>();
  input.title = title;
  input.placeholder = placeholder;
  input.ignoreFocusOut = true;
  const earlier = history.all;
  const show = (): void => {
    const typed = input.value.trim();
    const items = earlier
      .filter((text) => text !== typed)
      .map((label) => ({ label, isTyped: false, iconPath: historyIcon }));
    // Shown whatever is typed: what was just typed is an answer and not a filter.
    input.items = typed === '' ? items : [{ label: typed, isTyped: true, alwaysShow: true }, ...items];
  };
  show();
  return new Promise<string | undefined>((resolve) => {
    const subscriptions = vscode.Disposable.from(
      input.onDidChangeValue(show),
      input.onDidAccept(() => {
        // The list may be a letter behind what was typed.
        const [active] = input.activeItems;
        const chosen = (active === undefined || active.isTyped ? input.value : active.label).trim();
        if (chosen !== '') {
          void history.add(chosen);
          resolve(chosen);
          input.hide();
        }
      }),
      input.onDidHide(() => {
        subscriptions.dispose();
        input.dispose();
        resolve(undefined);
      }),
    );
    input.show();
  });
}

const historyIcon = new vscode.ThemeIcon('history');
