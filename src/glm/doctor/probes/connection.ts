/** Address, connection, key and model: what has to hold before anything else can be asked. */
import { AssistantError } from '../../../base/AssistantError';
import { proxyFor } from '../../../platform/network';
import { givenUp } from '../../answer/answerEnd';
import { parseEndpointUrl } from '../../endpointUrl';
import type { ModelInfo } from '../../Model';
import { profileFor } from '../../profiles/profileFor';
import type { DoctorOptions, Known } from '../Check';
import { type CheckId, displayModel, type Finding, finding } from '../Finding';

/** Faults by what is wrong; everything else is the connection. */
const checkOfFault: Readonly<Record<string, CheckId>> = {
  'endpoint.invalidUrl': 'address',
  'endpoint.keyRejected': 'key',
  'endpoint.keyNeeded': 'key',
  'endpoint.notAllowed': 'key',
  'endpoint.modelNotFound': 'model',
  'endpoint.modelNotInPlan': 'model',
  'endpoint.noModel': 'model',
};

/** A fault as a finding; its sentence says what to do. */
export function findingOfFault(error: AssistantError, check: CheckId): Finding {
  const isAboutKey = error.code === 'endpoint.keyNeeded' || error.code === 'endpoint.keyRejected';
  const { code, args } = givenUp(error);
  return finding(check, 'problem', code, args, isAboutKey ? { fix: 'doctor.key.set' } : {});
}

export function checkAddress({ url, hasKey }: DoctorOptions): readonly Finding[] {
  const parsed = parseEndpointUrl(url);
  if (parsed.kind === 'invalid') {
    return [findingOfFault(parsed.error, 'address')];
  }
  const { protocol, hostname, host } = new URL(parsed.origin);
  const isHere = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'http:' && !isHere && hasKey
    ? [finding('address', 'warning', 'doctor.address.unencrypted', [host], { fix: 'doctor.address.useHttps' })]
    : [finding('address', 'ok', 'doctor.address.valid', [parsed.bases[0] ?? parsed.origin])];
}

/** `known` undefined = nothing more can be asked. */
export interface Connected {
  readonly findings: readonly Finding[];
  readonly known: Known | undefined;
}

export async function checkConnection(options: DoctorOptions, signal: AbortSignal): Promise<Connected> {
  const { clock, createModel, modelId, hasKey, url, isEngine } = options;
  const model = createModel(modelId, profileFor(url, { isEngine }));
  const startedAt = clock.now();
  let listed: readonly ModelInfo[] | undefined;
  try {
    listed = await model.listModels(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    if (error.code !== 'endpoint.notFound') {
      return { findings: [findingOfFault(error, checkOfFault[error.code] ?? 'connection')], known: undefined };
    }
  }
  const milliseconds = Math.round(clock.now() - startedAt);
  const profile = profileFor(url, { isEngine, ownedBy: listed?.[0]?.ownedBy });
  const findings = [
    reached(options, milliseconds),
    ...wayTo(options),
    finding('server', 'ok', 'doctor.server.kind', [profile.name]),
    finding('key', 'ok', keyMessage(hasKey)),
  ];
  if (listed === undefined) {
    const unlisted = finding('model', modelId === '' ? 'problem' : 'info', 'doctor.model.unlisted', [], {
      fix: 'doctor.model.name',
    });
    return {
      findings: [...findings, unlisted],
      known: modelId === '' ? undefined : { model: createModel(modelId, profile), modelId, listed: [], profile },
    };
  }
  const first = listed[0]?.id;
  if (modelId === '' && first === undefined) {
    const host = new URL(originOf(options.url)).host;
    return { findings: [...findings, finding('model', 'problem', 'endpoint.noModel', [host])], known: undefined };
  }
  const chosen = modelId === '' ? (first ?? '') : modelId;
  return {
    findings: [...findings, modelFinding(modelId, listed)],
    known: { model: createModel(chosen, profile), modelId: chosen, listed, profile },
  };
}

function keyMessage(hasKey: boolean): 'doctor.key.accepted' | 'doctor.key.notNeeded' {
  return hasKey ? 'doctor.key.accepted' : 'doctor.key.notNeeded';
}

function originOf(url: string): string {
  const parsed = parseEndpointUrl(url);
  return parsed.kind === 'valid' ? parsed.origin : 'http://invalid';
}

function reached({ url, network }: DoctorOptions, milliseconds: number): Finding {
  const { protocol, host } = new URL(originOf(url));
  const isTrusted = protocol === 'https:' && network?.strictTls !== false;
  const message = isTrusted ? 'doctor.connection.trusted' : 'doctor.connection.answers';
  return finding('connection', 'ok', message, [host, milliseconds], { figures: { milliseconds } });
}

/** What stands between: a proxy, and whether certificates mean anything. */
function wayTo({ url, network }: DoctorOptions): readonly Finding[] {
  const { hostname, port, protocol } = new URL(originOf(url));
  const isTls = protocol === 'https:';
  const proxy = network === undefined ? undefined : proxyFor(hostname, port || (isTls ? '443' : '80'), network);
  return [
    ...(proxy === undefined ? [] : [finding('connection', 'info', 'doctor.connection.proxy', [proxy.host])]),
    ...(isTls && network?.strictTls === false
      ? [finding('connection', 'warning', 'doctor.connection.unchecked', [], { fix: 'doctor.connection.checkAgain' })]
      : []),
  ];
}

function modelFinding(modelId: string, listed: readonly ModelInfo[]): Finding {
  const figures = { models: listed.length };
  if (modelId === '') {
    return finding('model', 'info', 'doctor.model.first', [displayModel(listed[0]?.id ?? ''), listed.length], {
      figures,
    });
  }
  // Ollama lists `name:latest` and takes `name`.
  const isListed = listed.some(({ id }) => id === modelId || id === `${modelId}:latest`);
  const some = listed.slice(0, 8).map(({ id }) => displayModel(id));
  const names = `${some.join(', ')}${listed.length > some.length ? ', …' : ''}`;
  return isListed
    ? finding('model', 'ok', 'doctor.model.present', [displayModel(modelId), listed.length], { figures })
    : finding('model', 'warning', 'doctor.model.missing', [displayModel(modelId), names], {
        fix: 'doctor.model.choose',
        figures,
      });
}
