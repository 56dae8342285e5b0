/**
 * The settings `tandem.endpoints` and `tandem.roles` as the core uses them. A bad entry is left out and reported; it never takes the good
 * ones with it. Messages quote names of members, not values: somebody may have put a key there. Read at every start of the editor, so it
 * checks by hand what elsewhere is zod's work.
 */
import { AssistantError } from '../../base/AssistantError';
import { type EndpointSettings, fillInTheMiddleChoices } from '../../platform/settings';
import { parseEndpointUrl } from '../endpointUrl';
import { profileIds } from '../profiles/ServerProfile';

export const roles = ['completion', 'chat', 'agent', 'evaluation'] as const;
export type Role = (typeof roles)[number];

/** The endpoint of the simple settings. */
export const defaultName = 'default';

export interface EndpointsSettings {
  /** By name, `default` first. */
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
  /** Names in the order in which they are tried; never empty. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** What could not be used, for the person. */
  readonly problems: readonly AssistantError[];
}

interface Entry {
  readonly name: string;
  readonly settings: Omit<EndpointSettings, 'engineModel' | 'engineContextSize'>;
}

const mostConcurrent = 32;
const longestName = 64;

/** What each member has to be, in words for the person. */
const members: Readonly<Record<string, { readonly isGood: (value: unknown) => boolean; readonly complaint: string }>> =
  {
    name: {
      isGood: (value) => {
        const name = textOf(value);
        return name !== undefined && name !== '' && name.length <= longestName;
      },
      complaint: `must be a text of 1 to ${longestName} characters`,
    },
    url: {
      isGood: (value) => parseEndpointUrl(textOf(value) ?? '').kind === 'valid',
      complaint: 'is not an endpoint address',
    },
    model: { isGood: (value) => value === undefined || typeof value === 'string', complaint: 'must be a text' },
    profile: {
      isGood: (value) => value === undefined || oneOf(profileIds, value) !== undefined,
      complaint: `must be one of ${profileIds.join(', ')}`,
    },
    fillInTheMiddle: {
      isGood: (value) => value === undefined || oneOf(fillInTheMiddleChoices, value) !== undefined,
      complaint: `must be one of ${fillInTheMiddleChoices.join(', ')}`,
    },
    concurrency: {
      isGood: (value) =>
        value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostConcurrent),
      complaint: `must be a whole number from 1 to ${mostConcurrent}`,
    },
  };

/** `simple`: the simple settings; `list` and `byRole`: the two settings as they stand there, whatever that is. */
export function readEndpoints(simple: EndpointSettings, list: unknown, byRole: unknown): EndpointsSettings {
  const endpoints = new Map<string, EndpointSettings>([[defaultName, simple]]);
  const problems: AssistantError[] = [];
  const refuse = (what: string): void => {
    problems.push(new AssistantError('endpoint.badEntry', [what]));
  };
  if (!Array.isArray(list)) {
    refuse('it is not a list');
  }
  for (const [index, value] of (Array.isArray(list) ? list : []).entries()) {
    const complaints = complaintsAbout(value);
    const entry = complaints.length === 0 ? readEntry(value) : undefined;
    if (entry === undefined) {
      refuse(`[${index}] ${complaints.join('; ')}`);
    } else if (entry.name === defaultName) {
      refuse(`[${index}] name: is taken by the simple settings`);
    } else if (endpoints.has(entry.name)) {
      refuse(`[${index}] name: there are two of that name`);
    } else {
      const { engineContextSize } = simple;
      endpoints.set(entry.name, { ...entry.settings, engineModel: '', engineContextSize });
    }
  }
  const isSimpleSet = simple.url !== '' || simple.engineModel !== '';
  const others = [...endpoints.keys()].filter((name) => name !== defaultName);
  const usual = isSimpleSet || others.length === 0 ? [defaultName] : others;
  const chosen = roles.map((role) => [role, readRole(byRole, role, endpoints, problems)] as const);
  const orUsual = (role: Role): readonly string[] => {
    const found = chosen.find(([name]) => name === role)?.[1] ?? [];
    return found.length === 0 ? usual : found;
  };
  return {
    endpoints,
    roles: {
      completion: orUsual('completion'),
      chat: orUsual('chat'),
      agent: orUsual('agent'),
      evaluation: orUsual('evaluation'),
    },
    problems,
  };
}

function readRole(
  byRole: unknown,
  role: Role,
  endpoints: ReadonlyMap<string, EndpointSettings>,
  problems: AssistantError[],
): readonly string[] {
  const value = isObject(byRole) ? (byRole[role] ?? []) : [];
  const wanted = Array.isArray(value) ? value.map(textOf) : [undefined];
  if (wanted.includes(undefined)) {
    problems.push(new AssistantError('endpoint.badEntry', [`tandem.roles.${role} is not a list of names`]));
    return [];
  }
  const names = wanted.filter((name) => name !== undefined);
  for (const name of names.filter((each) => !endpoints.has(each))) {
    problems.push(new AssistantError('endpoint.unknownName', [name]));
  }
  return [...new Set(names.filter((name) => endpoints.has(name)))];
}

/** What is wrong with an entry, by the names of its members; empty = it is good. */
function complaintsAbout(value: unknown): readonly string[] {
  if (!isObject(value)) {
    return ['must be an object'];
  }
  return [
    ...Object.entries(members).flatMap(([name, { isGood, complaint }]) =>
      isGood(value[name]) ? [] : [`${name}: ${complaint}`],
    ),
    ...Object.keys(value).flatMap((name) => (name in members ? [] : [`${name}: there is no such member`])),
  ];
}

/** An entry that nothing is wrong with. */
function readEntry(value: unknown): Entry | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const profile = oneOf(profileIds, value.profile);
  return {
    name: textOf(value.name) ?? '',
    settings: {
      url: textOf(value.url) ?? '',
      model: textOf(value.model) ?? '',
      fillInTheMiddle: oneOf(fillInTheMiddleChoices, value.fillInTheMiddle) ?? 'auto',
      ...(profile === undefined ? {} : { profile }),
      ...(value.concurrency === undefined ? {} : { concurrency: Number(value.concurrency) }),
    },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value);
}
