/** The data sets by name. */
import { bfcl } from './bfcl';
import type { DataSetFormat, DataSetName } from './DataSetFormat';
import { humanEval, infilling } from './humanEval';
import { mbpp } from './mbpp';
import { multiPlE } from './multiPlE';
import { naturalCodeBench } from './naturalCodeBench';
import { own } from './own';

export const dataSets: Readonly<Record<DataSetName, DataSetFormat>> = {
  humaneval: humanEval,
  infilling,
  mbpp,
  'multipl-e': multiPlE,
  ncb: naturalCodeBench,
  bfcl,
  own,
};
