/** The tools that a request offers to the model, in the shape of the OpenAI interface, as every GLM prompt format quotes them. */

import type { JsonObject } from '../../base/json';

export type { JsonObject };

export interface ToolDefinition {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string | undefined;
    /** JSON Schema of the arguments object; undefined = nothing is known about them. */
    readonly parameters?: JsonObject | undefined;
  };
}

/** A call as the model meant it: complete, of an offered tool. Whether it may run is for `tools/` to say. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of one argument; undefined = the tool says nothing about it. */
export function parameterSchema(tool: ToolDefinition | undefined, argument: string): JsonObject | undefined {
  const properties = tool?.function.parameters?.properties;
  const schema = isJsonObject(properties) && Object.hasOwn(properties, argument) ? properties[argument] : undefined;
  return isJsonObject(schema) ? schema : undefined;
}
