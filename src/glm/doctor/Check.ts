/** What a check of the doctor gets to work with. Checks run one after another, cheap ones first, and leave what they learn for the next. */
import type { Clock } from '../../platform/Clock';
import type { NetworkOptions } from '../../platform/network';
import type { Model, ModelInfo } from '../Model';
import type { ServerProfile } from '../profiles/ServerProfile';
import type { Finding } from './Finding';
import type { ProbeHttp } from './ProbeHttp';

export interface DoctorOptions {
  /** The address as the person wrote it. */
  readonly url: string;
  readonly hasKey: boolean;
  /** Empty = the first model that the server lists. */
  readonly modelId: string;
  /** Whether it is our own engine. */
  readonly isEngine: boolean;
  /** A client without a queue before it; closed by whoever made it. */
  readonly createModel: (modelId: string, profile: ServerProfile) => Model;
  readonly http: ProbeHttp;
  /** Proxy and certificates as all requests use them; absent = direct connections. */
  readonly network?: NetworkOptions;
  readonly clock: Clock;
}

/** What earlier checks found out. */
export interface Known {
  /** The model to ask; set once it is known. */
  readonly model: Model;
  readonly modelId: string;
  readonly listed: readonly ModelInfo[];
  readonly profile: ServerProfile;
}

/** A check of a server that answers: its findings, none when there is nothing to say. Faults are `AssistantError`s. */
export type Check = (known: Known, options: DoctorOptions, signal: AbortSignal) => Promise<readonly Finding[]>;

/** A text that no earlier run has sent, so that nothing of it lies in a cache: checks begin their prompts with it. */
export function freshText(): string {
  return Math.random().toString(36).slice(2, 10);
}
