/** Words and sentences about the work with tools, in the person's language. */
import * as vscode from 'vscode';
import type { AgentTexts } from '../../chat/agent/AgentHost';
import type { GoOnQuestion } from '../../chat/agent/AgentTurn';
import type { LimitUse } from '../../chat/agent/TurnMeter';
import type { AgentWords } from '../../protocol/agentWords';
import { describeGateReasons } from '../review/describeGateReasons';

export function agentWords(): AgentWords {
  const { t } = vscode.l10n;
  return {
    mode: t('How much may be done without you'),
    modeAsk: t('Ask'),
    modePlan: t('Plan'),
    modeEdit: t('Edit'),
    modeAgent: t('Agent'),
    modeAskHint: t('Looks things up in the project and answers. Changes nothing.'),
    modePlanHint: t('Looks things up and proposes a plan. You change it; nothing is done before you start it.'),
    modeEditHint: t('You review every edit and are asked about every command.'),
    modeAgentHint: t('Edits files and runs commands by itself where your rules allow it, and asks for the rest.'),
    allowOnce: t('Allow Once'),
    allowWindow: t('Allow for This Window'),
    deny: t('Deny'),
    denyReason: t('Why not? (optional; the model is told)'),
    goOn: t('Go On'),
    end: t('Stop Here'),
    answerQuestion: t('Answer'),
    answerInWords: t('Your answer'),
    planLabel: t('The plan, which you can change'),
    startEdit: t('Start and Review Each Edit'),
    startAgent: t('Start and Let It Work'),
    moreRequests: t('{0} more after this'),
    asked: t('Your decision is needed: {0}'),
    exactContent: t('Exactly this'),
    target: t('Where'),
    parts: t('Its parts'),
    todo: t('To do'),
    todoDone: t('{0} of {1} done'),
    callWaiting: t('waits for you'),
    callRunning: t('running'),
    callDone: t('done'),
    callFailed: t('failed'),
    callRefused: t('not allowed'),
    callDenied: t('denied by you'),
    callStopped: t('stopped'),
    callInput: t('What was asked'),
    callOutput: t('What came of it'),
    callPicture: t('Picture that the program made'),
    steps: t('{0} steps'),
    restore: t('Restore the files as they were before this answer'),
    restoreAgain: t('Bring back what this answer changed'),
  };
}

const callNames: Readonly<Record<string, () => string>> = {
  read_file: () => vscode.l10n.t('Read'),
  list_directory: () => vscode.l10n.t('List'),
  find_files: () => vscode.l10n.t('Find files'),
  search_text: () => vscode.l10n.t('Search'),
  find_symbol: () => vscode.l10n.t('Find symbol'),
  find_references: () => vscode.l10n.t('Find references'),
  get_diagnostics: () => vscode.l10n.t('Look at problems'),
  get_changes: () => vscode.l10n.t('Look at changes'),
  edit_file: () => vscode.l10n.t('Edit'),
  apply_patch: () => vscode.l10n.t('Edit'),
  create_file: () => vscode.l10n.t('Create'),
  delete_file: () => vscode.l10n.t('Delete'),
  rename_symbol: () => vscode.l10n.t('Rename symbol'),
  run_command: () => vscode.l10n.t('Run'),
  run_tests: () => vscode.l10n.t('Run the tests'),
  run_python: () => vscode.l10n.t('Run Python in the sandbox'),
  fetch_url: () => vscode.l10n.t('Fetch'),
  ask_user: () => vscode.l10n.t('Ask you'),
  todo: () => vscode.l10n.t('Update the list'),
  propose_plan: () => vscode.l10n.t('Propose a plan'),
};

/** Arguments by which a call is known, the best first. */
const telling = [
  'command',
  'code',
  'path',
  'url',
  'pattern',
  'query',
  'name',
  'symbol',
  'include',
  'question',
  'file',
  'glob',
];
const longestWhere = 200;

export const agentTexts: AgentTexts = {
  call(name, values) {
    const what = callNames[name]?.() ?? name;
    const patched = typeof values.patch === 'string' ? /^\*\*\* \w+ File: (.+)$/m.exec(values.patch)?.[1] : undefined;
    const found = telling.map((key) => values[key]).find((value) => typeof value === 'string' && value !== '');
    const where = String(found ?? patched ?? '').replace(/\s+/g, ' ');
    return { what, where: where.length > longestWhere ? `${where.slice(0, longestWhere)}…` : where };
  },
  approval({ action }) {
    const { t } = vscode.l10n;
    switch (action) {
      case 'read':
        return t('GLM wants to read this');
      case 'edit':
        return t('GLM wants to change this');
      case 'run':
        return t('GLM wants to run a command');
      case 'compute':
        return t('GLM wants to run this Python program in a sandbox, where it reaches no file and no network');
      case 'fetch':
        return t('GLM wants to fetch a page');
      case 'ask':
        return t('GLM wants to ask you something');
    }
  },
  goOn: describeGoOn,
  question: () => vscode.l10n.t('GLM asks you'),
  plan: () => vscode.l10n.t('GLM proposes this plan. Nothing is done before you start it.'),
  reason: (told) => describeGateReasons([told]).join(''),
  size: (lines, characters) =>
    vscode.l10n.t('{0} lines, {1} characters: scroll to see all of it', count(lines), count(characters)),
  limits: (limits) => vscode.l10n.t('Nearly at a limit: {0}.', limits.map(describeLimit).join(', ')),
  leftOut: (outputs) =>
    vscode.l10n.t('{0} earlier results found no room in the model’s context and were shortened for it.', outputs),
  end(end) {
    switch (end) {
      case 'limit':
        return vscode.l10n.t('A limit was reached. Continue gives as much again.');
      case 'circles':
        return vscode.l10n.t('The model went round in circles, so it was stopped.');
      case 'badCalls':
        return vscode.l10n.t('The model kept asking for things in a form that cannot be carried out.');
    }
  },
};

function describeGoOn(question: GoOnQuestion): string {
  switch (question.kind) {
    case 'limit':
      return vscode.l10n.t('A limit is reached: {0}. Go on for as much again?', describeLimit(question.limit));
    case 'repeatedCall':
      return vscode.l10n.t(
        'The model made the same call {0} times: {1}. Let it go on?',
        question.count,
        agentTexts.call(question.name, {}).what,
      );
    case 'noProgress':
      return vscode.l10n.t('The last steps brought nothing new. Let the model go on?');
  }
}

function describeLimit({ kind, used, limit }: LimitUse): string {
  const { t } = vscode.l10n;
  switch (kind) {
    case 'rounds':
      return t('{0} of {1} requests', count(used), count(limit));
    case 'tokens':
      return t('{0} of {1} tokens', count(used), count(limit));
    case 'minutes':
      return t('{0} of {1} minutes', count(Math.round(used)), count(limit));
    case 'cost':
      return t('cost {0} of {1}', used.toFixed(2), limit.toFixed(2));
  }
}

function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
