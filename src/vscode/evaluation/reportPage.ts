/** A report's page from its figures; apart from the panel because the charts are loaded for it only. */
import { reportSchema } from '../../evaluation/report/EvaluationReport';
import { htmlReport } from '../../evaluation/report/htmlReport';
import { createWords, type Translate } from '../../evaluation/report/Words';

/** Undefined = the text is no `report.json`. */
export function pageOf(text: string, tag: string, translate: Translate): string | undefined {
  try {
    return htmlReport(reportSchema.parse(JSON.parse(text)), createWords(tag, translate));
  } catch {
    return undefined;
  }
}
