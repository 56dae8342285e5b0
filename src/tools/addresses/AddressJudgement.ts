/** What is said of an address before it is fetched. Data only. */

import type { ToldReason } from '../../base/gateReasons';
import type { Decision } from '../Decision';

export interface AddressJudgement {
  /** As it would be requested, normalised; undefined = it is none. */
  readonly url: string | undefined;
  readonly decision: Decision;
  readonly reasons: readonly string[];
  readonly told: readonly ToldReason[];
  /** For the prompt: path and query decoded, so that what is sent along can be read. */
  readonly shown: string;
}

/** An address that the gate let through. Only the gate makes it; where it resolves to is checked once more when it is fetched. */
export interface ApprovedAddress {
  readonly url: string;
}
