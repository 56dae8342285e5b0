/** `glm-tandem doctor`: examines an endpoint and says in plain words what works, what does not, and what to do about it. */
import { parseArgs } from 'node:util';
import { version } from '../../../package.json';
import { AssistantError } from '../../base/AssistantError';
import { formatMessage } from '../../base/messages';
import type { DoctorReport } from '../../glm/doctor/Finding';
import { formatFinding, formatMarkdown, formatSummary, reportToJson } from '../../glm/doctor/formatReport';
import { createProbeHttp } from '../../glm/doctor/ProbeHttp';
import { runDoctor } from '../../glm/doctor/runDoctor';
import { GlmClient } from '../../glm/GlmClient';
import { systemClock } from '../systemClock';
import { type CommandIo, exitCode, UsageError } from './CommandIo';
import {
  type EndpointChoice,
  endpointChoice,
  endpointOptions,
  endpointOptionsHelp,
  networkOf,
  startEngine,
} from './endpointOptions';

export const doctorUsage = `Usage: glm-tandem doctor [--endpoint URL] [options]

Examines an endpoint: connection, key, model, context, streaming, token counts, prompt cache, tool calls, fill in the
middle, cancelling. Sends a handful of small requests, at most about 1,000 tokens of answers. Without --endpoint the
embedded engine is started and examined. Exit code 1 = there is a problem.

${endpointOptionsHelp}  --markdown               print the report to paste into an issue; nothing secret is in it
  --json                   print the report for machines
`;

type Format = 'text' | 'markdown' | 'json';

export async function runDoctorCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const values = parse(args);
  if (values.help) {
    io.stdout.write(doctorUsage);
    return exitCode.done;
  }
  if (values.json && values.markdown) {
    throw wrong('--json and --markdown exclude each other.');
  }
  const format = values.json ? 'json' : values.markdown ? 'markdown' : 'text';
  try {
    const report = await examine(endpointChoice(values, io, wrong), format, io);
    print(report, format, io);
    return report.findings.some(({ level }) => level === 'problem') ? exitCode.failed : exitCode.done;
  } catch (error) {
    if (io.signal.aborted) {
      return exitCode.interrupted;
    }
    if (error instanceof AssistantError) {
      io.stderr.write(`${formatMessage(error.code, error.args, (english) => io.translate(english))}\n`);
      return exitCode.failed;
    }
    throw error;
  }
}

async function examine({ settings, key }: EndpointChoice, format: Format, io: CommandIo): Promise<DoctorReport> {
  const network = await networkOf(io);
  const { engineModel: model, engineContextSize: contextSize } = settings;
  const engine = settings.url === '' ? await startEngine({ model, contextSize }, io, io.signal) : undefined;
  const url = engine?.url ?? settings.url;
  const usedKey = engine?.token ?? key;
  const http = createProbeHttp(url, usedKey, network);
  const clients: GlmClient[] = [];
  const translate = (english: string): string => io.translate(english);
  try {
    return await runDoctor(
      {
        url,
        hasKey: usedKey !== undefined,
        modelId: settings.model,
        isEngine: engine !== undefined,
        createModel: (modelId, profile) => {
          const client = new GlmClient({ url, key: usedKey, modelId, profile, network });
          clients.push(client);
          return client;
        },
        http,
        network,
        clock: systemClock,
      },
      usedKey === undefined ? [] : [usedKey],
      (found) => {
        if (format === 'text') {
          io.stdout.write(`${formatFinding(found, translate)}\n`);
        }
      },
      io.signal,
    );
  } finally {
    await Promise.all([http, ...clients].map((each) => each.close()));
    engine?.dispose();
  }
}

function print(report: DoctorReport, format: Format, io: CommandIo): void {
  const translate = (english: string): string => io.translate(english);
  switch (format) {
    case 'json':
      io.stdout.write(`${JSON.stringify(reportToJson(report, translate))}\n`);
      return;
    case 'markdown':
      io.stdout.write(formatMarkdown(report, version, translate));
      return;
    case 'text':
      io.stdout.write(`\n${formatSummary(report, translate)}\n`);
  }
}

function parse(args: readonly string[]) {
  try {
    const options = {
      ...endpointOptions,
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): UsageError {
  return new UsageError(`${why}\n${doctorUsage}`);
}
