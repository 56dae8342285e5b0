/** In which language the command line speaks. */
import simplifiedChinese from '../../../l10n/bundle.l10n.zh-cn.json';

export const displayLanguages = ['en', 'zh-cn'] as const;
export type DisplayLanguage = (typeof displayLanguages)[number];

/** The person's language as POSIX says it: the first of the three variables that is set decides. */
export function displayLanguage(environment: Readonly<Record<string, string | undefined>>): DisplayLanguage {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh(?:[_.@-]|$)/i.test(locale) ? 'zh-cn' : 'en';
}

/** English stays where there is no translation. */
export function translatorOf(language: DisplayLanguage): (english: string) => string {
  const translations: Readonly<Record<string, string>> = language === 'zh-cn' ? simplifiedChinese : {};
  return (english) => translations[english] ?? english;
}
