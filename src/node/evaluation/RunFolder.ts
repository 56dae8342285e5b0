/**
 * The folder of a run: what it was asked to do, its journal, and what comes out at the end. A run that was killed goes on from its journal, of
 * which a line that was cut off does not count.
 */
import { type FileHandle, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../base/AssistantError';
import {
  type AnswerLine,
  type JournalState,
  journalLine,
  readJournal,
  type VerdictLine,
} from '../../evaluation/runs/SampleResult';

const journalName = 'journal.jsonl';
const planName = 'run.json';

export class RunFolder {
  readonly path: string;
  #journal: FileHandle | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * `plan`: everything that a result depends on. With `resume` a run that is there is gone on with, which must have the same plan; without, the
   * folder must hold none. Throws `evaluation.runExists` and `evaluation.otherRun`.
   */
  static async open(path: string, plan: object, resume: boolean): Promise<{ folder: RunFolder; known: JournalState }> {
    await mkdir(path, { recursive: true });
    const folder = new RunFolder(path);
    const planText = `${JSON.stringify(plan, undefined, 2)}\n`;
    const old = await readFile(join(path, planName), 'utf8').catch(() => undefined);
    if (old !== undefined && !resume) {
      throw new AssistantError('evaluation.runExists', [path]);
    }
    if (old !== undefined && old !== planText) {
      throw new AssistantError('evaluation.otherRun', [path]);
    }
    await writeFile(join(path, planName), planText);
    const text = await readFile(join(path, journalName), 'utf8').catch(() => '');
    folder.#journal = await open(join(path, journalName), 'a');
    if (text !== '' && !text.endsWith('\n')) {
      await folder.#journal.write('\n');
    }
    return { folder, known: readJournal(text) };
  }

  async note(line: AnswerLine | VerdictLine): Promise<void> {
    await this.#journal?.appendFile(journalLine(line));
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.path, name), text);
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }
}

/** The journal of a run that is over, or was left. */
export async function readRun(path: string): Promise<JournalState> {
  const text = await readFile(join(path, journalName), 'utf8').catch(() => {
    throw new AssistantError('evaluation.noRun', [path]);
  });
  return readJournal(text);
}
