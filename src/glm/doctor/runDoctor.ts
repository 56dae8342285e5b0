/**
 * Examines an endpoint from the outside: one check after another, each a few tokens at most, each with a time limit, all of it ended by one
 * signal. What is found is data; `formatReport` puts it into words.
 */
import { AssistantError } from '../../base/AssistantError';
import { parseEndpointUrl } from '../endpointUrl';
import type { Check, DoctorOptions } from './Check';
import {
  type CheckId,
  type DoctorReport,
  displayModel,
  type Finding,
  finding,
  readable,
  withoutSecrets,
} from './Finding';
import { checkCancel } from './probes/cancelling';
import { checkContext, checkMarkers, checkTools } from './probes/capabilities';
import { checkAddress, checkConnection, findingOfFault } from './probes/connection';
import { checkCache, checkChat, checkCompletion } from './probes/generation';

export type { DoctorOptions } from './Check';

/** Time limit of one check, in milliseconds: a server may have to load the model first. */
const checkLimit = 60_000;
/** Of all together. */
const totalLimit = 240_000;

const checks: readonly { readonly id: CheckId; readonly check: Check }[] = [
  { id: 'context', check: checkContext },
  { id: 'markers', check: checkMarkers },
  { id: 'completion', check: checkCompletion },
  { id: 'streaming', check: checkChat },
  { id: 'cache', check: checkCache },
  { id: 'tools', check: checkTools },
  { id: 'cancel', check: checkCancel },
];

/** Faults after which the remaining checks would only say the same again. */
const endsAll: ReadonlySet<string> = new Set([
  'endpoint.keyRejected',
  'endpoint.keyNeeded',
  'endpoint.notAllowed',
  'endpoint.noBalance',
  'endpoint.noBalanceElsewhere',
  'endpoint.quotaReached',
  'endpoint.quotaReachedUntil',
  'endpoint.planExpired',
  'endpoint.accountProblem',
  'endpoint.modelNotFound',
  'endpoint.modelNotInPlan',
  'endpoint.refused',
  'endpoint.hostNotFound',
  'endpoint.tls',
  'endpoint.tlsIssuer',
  'endpoint.tlsVersion',
  'endpoint.notTls',
  'endpoint.proxySignIn',
  'endpoint.proxyFailed',
]);

/**
 * Runs all checks. `onFinding` hears of each finding at once; `secrets` are values that no finding may hold (the key). Rejects with the
 * signal's reason when it is aborted, and for nothing else that a server can do.
 */
export async function runDoctor(
  options: DoctorOptions,
  secrets: readonly string[],
  onFinding: (found: Finding) => void,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const findings: Finding[] = [];
  const add = (found: readonly Finding[]): void => {
    for (const each of found) {
      const safe = withoutSecrets(each, secrets);
      findings.push(safe);
      onFinding(safe);
    }
  };
  const parsed = parseEndpointUrl(options.url);
  const endpoint = parsed.kind === 'valid' ? (parsed.bases[0] ?? parsed.origin) : '';
  const report = (modelId: string | undefined): DoctorReport => ({
    endpoint: readable(endpoint, secrets),
    modelId: modelId === undefined ? undefined : readable(displayModel(modelId), secrets),
    findings,
  });
  add(checkAddress(options));
  if (parsed.kind === 'invalid') {
    return report(undefined);
  }
  const startedAt = options.clock.now();
  const { findings: connectionFindings, known } = await checkConnection(options, signal);
  add(connectionFindings);
  if (known === undefined) {
    return report(options.modelId === '' ? undefined : options.modelId);
  }
  for (const { id, check } of checks) {
    const left = totalLimit - (options.clock.now() - startedAt);
    if (left <= 0) {
      break;
    }
    const found = await within(Math.min(checkLimit, left), id, options, signal, (own) => check(known, options, own));
    add(found);
    if (found.some(({ level, message }) => level === 'problem' && endsAll.has(message.id))) {
      break;
    }
  }
  return report(known.modelId);
}

/** A check with its time limit; its fault as a finding. */
async function within(
  limit: number,
  id: CheckId,
  { clock }: DoctorOptions,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const own = new AbortController();
  const done = new AbortController();
  clock.sleep(limit, AbortSignal.any([signal, done.signal])).then(
    () => own.abort(new DOMException('The check took too long', 'TimeoutError')),
    () => {},
  );
  try {
    return await work(AbortSignal.any([signal, own.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (own.signal.aborted) {
      return [finding(id, 'warning', 'doctor.check.timeout', [Math.round(limit / 1000)])];
    }
    if (error instanceof AssistantError) {
      return [findingOfFault(error, id)];
    }
    throw error;
  } finally {
    done.abort();
  }
}
