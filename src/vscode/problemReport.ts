/** The text of “Report a Problem”: versions, settings, the doctor's report and the last lines of the log, redacted as a whole. */
import { createRedactor } from '../promptlog/redaction/redact';

export interface ProblemReportParts {
  /** Versions and platform, as `name: value` lines. */
  readonly versions: readonly string[];
  /** Values of the person that are not the defaults, by their full keys. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The doctor's report as Markdown; '' = there is none. */
  readonly doctor: string;
  readonly logLines: readonly string[];
  /** Keys and other values that must not appear, whatever they look like. */
  readonly secrets: readonly string[];
  /** The person's home folder, which is shown as `~`. */
  readonly home: string;
}

/** Markdown, in the language of `translate`. */
export function problemReport(
  { versions, settings, doctor, logLines, secrets, home }: ProblemReportParts,
  translate: (english: string) => string,
): string {
  const text = [
    `# ${translate('GLM Tandem: Problem Report')}`,
    translate('Nothing of this has been sent. Read it, take out what you do not want to share, and add what happened.'),
    `## ${translate('What happened')}\n\n`,
    `## ${translate('Versions')}`,
    versions.map((line) => `- ${line}`).join('\n'),
    `## ${translate('Settings that differ from the defaults')}`,
    fenced('json', JSON.stringify(settings, null, 2)),
    ...(doctor === '' ? [] : [doctor.trim()]),
    `## ${translate('Last lines of the log')}`,
    fenced('text', logLines.join('\n')),
  ].join('\n\n');
  const redact = createRedactor({ known: { secrets } });
  return `${redact(text).text.replaceAll(home, '~')}\n`;
}

/** A fence that nothing inside can close. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
