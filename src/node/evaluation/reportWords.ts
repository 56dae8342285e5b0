/** The words of a run's reports: as `--language` says, else in the person's language. */
import { createWords, type Words } from '../../evaluation/report/Words';
import type { CommandIo } from '../commands/CommandIo';
import { displayLanguage, translatorOf } from '../commands/displayLanguage';
import type { EvaluateOptions } from '../commands/evaluate';
import { languageChoice } from './options';

export function reportWords(options: EvaluateOptions, { environment }: Pick<CommandIo, 'environment'>): Words {
  const language = languageChoice(options).display ?? displayLanguage(environment);
  return createWords(language === 'zh-cn' ? 'zh-CN' : 'en', translatorOf(language));
}
