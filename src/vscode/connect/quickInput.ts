/** Steps of a flow with VS Code's quick input: a title with the step's number, a way back, all of it by keyboard. */
import * as vscode from 'vscode';

/** The person wants the step before; undefined elsewhere means that they left the flow. */
export const back = Symbol('back');
export type Back = typeof back;

export interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface PickOptions<Item> extends Step {
  readonly placeholder: string;
  readonly items: readonly Item[];
  /** More items, shown in front of the others as soon as they are there. */
  readonly more?: (signal: AbortSignal) => Promise<readonly Item[]>;
  /** The placeholder until then. */
  readonly morePlaceholder?: string;
}

/** Lets the person choose one of several. */
export function pick<Item extends vscode.QuickPickItem>(options: PickOptions<Item>): Promise<Item | Back | undefined> {
  const input = vscode.window.createQuickPick<Item>();
  input.placeholder = options.morePlaceholder ?? options.placeholder;
  input.items = options.items;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  const leaving = new AbortController();
  if (options.more !== undefined) {
    input.busy = true;
    options
      .more(leaving.signal)
      .then((more) => {
        if (more.length === 0) {
          return;
        }
        const active = input.activeItems;
        input.items = [...more, ...options.items];
        // What the person has typed or moved to stays chosen; who has done neither gets what was found.
        const isUntouched = input.value === '' && active[0] === options.items[0];
        input.activeItems = isUntouched ? more.slice(0, 1) : active;
      })
      .catch(() => {})
      .finally(() => {
        input.busy = false;
        input.placeholder = options.placeholder;
      });
  }
  return run<Item>(input, options, (resolve) =>
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (chosen !== undefined) {
        resolve(chosen);
      }
    }),
  ).finally(() => leaving.abort());
}

/**
 * Shows that something is on its way; leaving the step ends it. Rejects as the work does. The picture of the step stays the same when a list
 * to choose from takes its place.
 */
export function waitFor<T>(
  options: Step & { readonly placeholder: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | Back | undefined> {
  const input = vscode.window.createQuickPick();
  input.placeholder = options.placeholder;
  input.busy = true;
  const leaving = new AbortController();
  const done = work(leaving.signal);
  // Nobody listens any more when the person has left first.
  done.catch(() => {});
  const left = run<T>(input, options, () => vscode.Disposable.from());
  return Promise.race([left, done]).finally(() => {
    leaving.abort();
    input.dispose();
  });
}

export interface AskOptions extends Step {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with the value; undefined = nothing. */
  readonly validate?: (value: string) => string | undefined;
  /** Shown at once, as what was wrong with the answer before. */
  readonly problem?: string | undefined;
}

/** Asks for a text. */
export function ask(options: AskOptions): Promise<string | Back | undefined> {
  const input = vscode.window.createInputBox();
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  input.password = options.password ?? false;
  if (options.problem !== undefined) {
    input.validationMessage = { message: options.problem, severity: vscode.InputBoxValidationSeverity.Warning };
  }
  return run<string>(input, options, (resolve) =>
    vscode.Disposable.from(
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      }),
      input.onDidAccept(() => {
        const value = input.value.trim();
        const wrong = options.validate?.(value);
        if (wrong === undefined) {
          resolve(value);
        } else {
          input.validationMessage = wrong;
        }
      }),
    ),
  );
}

function run<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: Step,
  listen: (resolve: (value: T) => void) => vscode.Disposable,
): Promise<T | Back | undefined> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<T | Back | undefined>((resolve) => {
    const subscriptions = vscode.Disposable.from(
      listen(resolve),
      input.onDidTriggerButton(() => resolve(back)),
      input.onDidHide(() => {
        subscriptions.dispose();
        resolve(undefined);
      }),
    );
    input.show();
  }).finally(() => input.dispose());
}
