/**
 * Where a key may belong that the provider found nothing to charge to: a key of a Coding Plan works at that plan's address alone, and a
 * general one does not work there (glm.md, section 1.1).
 */
import type { AssistantError } from '../../base/AssistantError';
import { originOf } from '../endpointUrl';
import { profileFor } from '../profiles/profileFor';

/** The provider's other address of the same origin, to which the same key may go; undefined = there is none, or that is not what is wrong. */
export function otherBase(url: string, { code }: Pick<AssistantError, 'code'>): string | undefined {
  return code === 'endpoint.noBalanceElsewhere'
    ? profileFor(url).otherAddresses.find((other) => originOf(other) === originOf(url))
    : undefined;
}
