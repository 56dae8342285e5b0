/**
 * Rules and prices as a person wrote them into the settings. What cannot be read denies nothing and allows nothing. Read at VS Code's
 * start, so without the schema library.
 */
import { type ToolRule, type ToolRules, toolRules } from './modes';
import type { TokenPrice } from './TurnMeter';

/** Patterns of commands, in the words of the command policy. */
export interface CommandRules {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export function readAgentRules(
  tools: unknown,
  commands: unknown,
  prices: unknown,
  tests: unknown,
): {
  readonly rules: ToolRules;
  readonly commands: CommandRules;
  readonly prices: Readonly<Record<string, TokenPrice>>;
  /** How the tests of a folder are run, by its path; `*` = of every other. */
  readonly testCommands: Readonly<Record<string, string>>;
} {
  const { allow, deny } = fieldsOf(commands);
  const rules = Object.entries(fieldsOf(tools)).flatMap(([tool, rule]): [string, ToolRule][] => {
    const known = toolRules.find((each) => each === rule);
    return known === undefined ? [] : [[tool, known]];
  });
  const known = Object.entries(fieldsOf(prices)).flatMap(([model, value]): [string, TokenPrice][] => {
    const { input, output } = fieldsOf(value);
    return isPrice(input) && isPrice(output) ? [[model, { input, output }]] : [];
  });
  const commandsOfTests = Object.entries(fieldsOf(tests)).flatMap(([folder, command]): [string, string][] =>
    typeof command === 'string' && command.trim() !== '' ? [[folder, command.trim()]] : [],
  );
  return {
    rules: Object.fromEntries(rules),
    commands: { allow: patterns(allow), deny: patterns(deny) },
    prices: Object.fromEntries(known),
    testCommands: Object.fromEntries(commandsOfTests),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function patterns(values: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(values) ? values : [];
  return all.filter((value) => typeof value === 'string').filter((value) => value.trim() !== '');
}
