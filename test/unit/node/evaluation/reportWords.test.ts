/** In which language a run's reports are: what the command line says, else the machine's locale. */
import { describe, expect, it } from 'vitest';
import type { EvaluateOptions } from '../../../../src/node/commands/evaluate';
import { languageChoice } from '../../../../src/node/evaluation/options';
import { reportWords } from '../../../../src/node/evaluation/reportWords';

const options = (...language: string[]): EvaluateOptions => ({
  ...{ resume: false, strict: false, json: false, help: false },
  ...(language.length > 0 && { language }),
});

describe('the language of a report', () => {
  it.each([
    [[], { LANG: 'zh_CN.UTF-8' }, '结果'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'Result'],
    [[], { LC_MESSAGES: 'zh' }, '结果'],
    [[], {}, 'Result'],
    [['en'], { LANG: 'zh_CN.UTF-8' }, 'Result'],
    [['python', 'zh-cn'], { LANG: 'en_US.UTF-8' }, '结果'],
    [['python'], { LANG: 'zh_CN.UTF-8' }, '结果'],
  ])('with --language %j and %j', (language, environment, word) => {
    expect(reportWords(options(...language), { environment }).say('evaluation.report.result')).toBe(word);
  });

  it('is told from the language of the programs', () => {
    expect(languageChoice(options('zh-cn', 'java'))).toEqual({ code: 'java', display: 'zh-cn' });
    expect(languageChoice(options())).toEqual({ code: undefined, display: undefined });
    for (const wrong of [['fr'], ['java', 'python'], ['en', 'zh-cn']]) {
      expect(() => languageChoice(options(...wrong))).toThrow('--language takes one of');
    }
  });
});
