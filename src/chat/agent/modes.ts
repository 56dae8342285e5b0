/**
 * How much the assistant may do by itself. A mode says which tools a model is offered and makes decisions stricter; it never makes one
 * laxer. The person's rules come on top: no always wins, and yes counts where the gate would only ask.
 */
import { type Decision, decisions } from '../../tools/Decision';
import type { ToolKind } from '../../tools/Tool';

/**
 * `ask`: looks things up and answers. `plan`: the same, and ends with a plan that the person changes before anything is done. `edit`: edits
 * go under review, commands are asked for. `agent`: the rules decide.
 */
export const agentModes = ['ask', 'plan', 'edit', 'agent'] as const;
export type AgentMode = (typeof agentModes)[number];

export const toolRules = ['allow', 'ask', 'deny'] as const;
export type ToolRule = (typeof toolRules)[number];

/** By tool, as the person set them; never from a folder. */
export type ToolRules = Readonly<Record<string, ToolRule>>;

export const planToolName = 'propose_plan';

/** Whether a tool is offered; one that is not is refused however it is called. */
export function isOffered(mode: AgentMode, kind: ToolKind, name: string): boolean {
  if (name === planToolName) {
    return mode === 'plan';
  }
  return mode === 'edit' || mode === 'agent' || !(kind === 'edit' || kind === 'run');
}

/** What stands between a call and its execution, of the gate's decision, the mode and the person's rule for the tool. */
export function decideCall(mode: AgentMode, kind: ToolKind, rule: ToolRule | undefined, gate: Decision): Decision {
  if (gate === 'deny' || rule === 'deny') {
    return 'deny';
  }
  const byMode: Decision = mode !== 'agent' && (kind === 'run' || kind === 'compute') ? 'ask' : 'allow';
  const byRule: Decision = rule === 'ask' ? 'ask' : 'allow';
  const strictest = [gate, byMode, byRule].reduce((one, other) =>
    decisions.indexOf(one) >= decisions.indexOf(other) ? one : other,
  );
  return strictest === 'ask' && rule === 'allow' && mode === 'agent' ? 'allow' : strictest;
}
