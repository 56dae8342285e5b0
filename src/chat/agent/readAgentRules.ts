/** Rules and prices as a person wrote them into the settings. What cannot be read denies nothing and allows nothing. */
import * as z from 'zod';
import { type ToolRule, type ToolRules, toolRules } from './modes';
import type { TokenPrice } from './TurnMeter';

/** Patterns of commands, in the words of the command policy. */
export interface CommandRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

const words = z.array(z.unknown()).catch([]);
const commandsSchema = z.object({ allow: words, deny: words }).partial().catch({});
const price = z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() });
const anyObject = z.record(z.string(), z.unknown()).catch({});

export function readAgentRules(
  tools: unknown,
  commands: unknown,
  prices: unknown,
): {
  readonly rules: ToolRules;
  readonly commands: CommandRules;
  readonly prices: Readonly<Record<string, TokenPrice>>;
} {
  const { allow = [], deny = [] } = commandsSchema.parse(commands);
  const rules = Object.entries(anyObject.parse(tools)).flatMap(([tool, rule]): [string, ToolRule][] => {
    const known = toolRules.find((each) => each === rule);
    return known === undefined ? [] : [[tool, known]];
  });
  const known = Object.entries(anyObject.parse(prices)).flatMap(([model, value]): [string, TokenPrice][] => {
    const parsed = price.safeParse(value);
    return parsed.success ? [[model, parsed.data]] : [];
  });
  return {
    rules: Object.fromEntries(rules),
    commands: { allow: patterns(allow), deny: patterns(deny) },
    prices: Object.fromEntries(known),
  };
}

function patterns(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string' && value.trim() !== '').map(String);
}
