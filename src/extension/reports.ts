/** Part of root 1, loaded when the person asks what is wrong: the doctor and the problem report. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { version } from '../../package.json';
import { originOf } from '../glm/endpointUrl';
import { type SettingKey, settingsSchema } from '../platform/settings';
import { createExaminer, type ExaminerContext } from '../vscode/createExaminer';
import type { DoctorContext } from '../vscode/doctorCommands';
import type { OutputLog } from '../vscode/OutputLog';
import { problemReport } from '../vscode/problemReport';

export interface ReportsHost extends ExaminerContext {
  readonly log: OutputLog;
}

export function reportsHost(host: ReportsHost): Pick<DoctorContext, 'describeProduct' | 'examine'> {
  const { endpoints, keys, engine, log } = host;
  return {
    examine: createExaminer(host),
    describeProduct: async (doctor) => {
      const urls = endpoints.names.map((name) => endpoints.settingsOf(name)?.url ?? '');
      const stored = await Promise.all(urls.map((url) => keys.get(originOf(url))));
      const parts = {
        ...{ doctor, settings: changedSettings(), home: homedir(), logLines: log.recentLines },
        versions: [
          `GLM Tandem ${version}`,
          `${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName === undefined ? 'local' : 'remote'}`,
          `${process.platform} ${process.arch}, Node ${process.versions.node}`,
        ],
        secrets: [...stored, engine()?.token].filter((secret) => secret !== undefined),
      };
      return problemReport(parts, (english) => vscode.l10n.t(english));
    },
  };
}

/** Values of the person that are not the defaults; a folder's values play no part in them. */
function changedSettings(): Readonly<Record<string, unknown>> {
  const configuration = vscode.workspace.getConfiguration('tandem');
  const keys = Object.keys(settingsSchema).filter((key): key is SettingKey => key in settingsSchema);
  const values = keys.map((key) => [`tandem.${key}`, configuration.inspect<unknown>(key)?.globalValue] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
