/** A time without suggestions that the person asked for; it ends by itself, with VS Code, or when they say so. */
import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../../base/events';

const choices = [5, 15, 60];

export class Snooze implements Disposable {
  readonly #now: () => number;
  readonly #didChange = new Emitter<void>();
  readonly onDidChange = this.#didChange.event;
  #until: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `now`: milliseconds of a clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whole minutes that are left; 0 = suggestions come. */
  get minutesLeft(): number {
    return this.#until === undefined ? 0 : Math.max(0, Math.ceil((this.#until - this.#now()) / 60_000));
  }

  get isOn(): boolean {
    return this.#until !== undefined && this.#now() < this.#until;
  }

  start(minutes: number): void {
    this.#until = this.#now() + minutes * 60_000;
    this.#tick();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#until = undefined;
    this.#didChange.fire();
  }

  /** Lets the person choose how long, or end it. */
  async choose(): Promise<void> {
    const { t } = vscode.l10n;
    const times = choices.map((minutes) => ({ label: t('{0} minutes', minutes), minutes }));
    const over = { label: t('Suggest again now'), minutes: 0 };
    const chosen = await vscode.window.showQuickPick([...(this.isOn ? [over] : []), ...times], {
      title: t('GLM Tandem: No Suggestions For'),
    });
    if (chosen?.minutes === 0) {
      this.end();
    } else if (chosen !== undefined) {
      this.start(chosen.minutes);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#didChange.dispose();
  }

  /** The minutes that are left are shown, so they are told anew each minute. */
  #tick(): void {
    clearTimeout(this.#timer);
    this.#didChange.fire();
    const left = (this.#until ?? 0) - this.#now();
    this.#timer = setTimeout(() => (left <= 60_000 ? this.end() : this.#tick()), Math.min(60_000, Math.max(0, left)));
  }
}
