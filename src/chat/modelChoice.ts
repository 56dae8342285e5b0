/** Which model a panel uses, as it is remembered: an endpoint by its name, and perhaps another of its models than the one that is set. */

export interface ModelChoice {
  /** '' = whoever does the chat's work by the settings. */
  readonly endpoint: string;
  /** '' = the one that is set for the endpoint. */
  readonly model: string;
}

/** Names of endpoints hold no line break. */
const between = '\n';

export function packChoice({ endpoint, model }: ModelChoice): string {
  return model === '' ? endpoint : endpoint + between + model;
}

export function unpackChoice(packed: string): ModelChoice {
  const at = packed.indexOf(between);
  return at < 0 ? { endpoint: packed, model: '' } : { endpoint: packed.slice(0, at), model: packed.slice(at + 1) };
}
