/** The doctor for one of the person's endpoints, with the key, the proxy and the certificates that the product itself uses. */
import { AssistantError } from '../base/AssistantError';
import type { DoctorReport, Finding } from '../glm/doctor/Finding';
import { createProbeHttp } from '../glm/doctor/ProbeHttp';
import { runDoctor } from '../glm/doctor/runDoctor';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import { originOf } from '../glm/endpointUrl';
import { GlmClient } from '../glm/GlmClient';
import type { RunningEngine } from '../glm/ModelConnection';
import type { Clock } from '../platform/Clock';
import type { NetworkOptions } from '../platform/network';
import type { EndpointKeys } from './EndpointKeys';

export interface ExaminerContext {
  readonly endpoints: Endpoints;
  readonly keys: EndpointKeys;
  readonly network: () => Promise<NetworkOptions>;
  /** The engine that runs, or the last one that did; undefined = none was started. */
  readonly engine: () => RunningEngine | undefined;
  readonly clock: Clock;
}

export type Examine = (name: string, onFinding: (found: Finding) => void, signal: AbortSignal) => Promise<DoctorReport>;

/** Throws `AssistantError` when there is nothing to examine, or the engine does not start. */
export function createExaminer({ endpoints, keys, network, engine, clock }: ExaminerContext): Examine {
  return async (name, onFinding, signal) => {
    const settings = endpoints.settingsOf(name);
    if (settings === undefined || (settings.url === '' && settings.engineModel === '')) {
      throw new AssistantError('endpoint.notConfigured');
    }
    const isEngine = settings.url === '';
    if (isEngine) {
      await endpoints.connection(name)?.connect(signal);
    }
    const url = isEngine ? (engine()?.url ?? '') : settings.url;
    const key = isEngine ? engine()?.token : await keys.get(originOf(url));
    const options = await network();
    const http = createProbeHttp(url, key, options);
    const clients: GlmClient[] = [];
    try {
      return await runDoctor(
        {
          ...{ url, isEngine, http, clock, network: options },
          hasKey: key !== undefined,
          modelId: settings.model,
          createModel: (modelId, profile) => {
            const client = new GlmClient({ url, key, modelId, profile, network: options });
            clients.push(client);
            return client;
          },
        },
        key === undefined ? [] : [key],
        onFinding,
        signal,
      );
    } finally {
      await Promise.all([http, ...clients].map((each) => each.close()));
    }
  };
}
