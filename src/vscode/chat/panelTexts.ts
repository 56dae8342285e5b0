/** The chat panel's words and sentences in the person's language. */
import * as vscode from 'vscode';
import { withoutHidden } from '../../base/hiddenCharacters';
import type { ChatTexts } from '../../chat/ChatHost';
import type { PanelWords } from '../../protocol/chatWords';
import { agentWords } from './agentTexts';
import { terminalLabel } from './mentions/labels';

export function panelWords(): PanelWords {
  const { t } = vscode.l10n;
  return {
    ...agentWords(),
    ask: t('Ask a question (@ adds context, / commands)'),
    send: t('Send (Enter)'),
    sendAnyway: t('Send Anyway'),
    connect: t('Connect…'),
    stop: t('Stop (Escape)'),
    welcome: t('Ask GLM about your code'),
    welcomeHint: t(
      'Answers come from the model that you connected. The selection and the visible file are offered below and go along only when you add them.',
    ),
    you: t('You'),
    thinking: t('Thinking…'),
    thought: t('Thought'),
    thoughtSeconds: t('Thought for {0} s'),
    nothingNew: t('Waiting for more…'),
    elapsedSeconds: t('{0} s'),
    elapsedMinutes: t('{0} min {1} s'),
    answering: t('The answer is being written.'),
    answerDone: t('The answer is complete.'),
    copy: t('Copy'),
    copied: t('Copied'),
    insert: t('Insert at the cursor'),
    apply: t('Apply to the file, after a review'),
    newFile: t('Open as a new file'),
    terminal: t('Run in the terminal…'),
    wrap: t('Wrap lines'),
    edit: t('Edit and ask again'),
    cancel: t('Cancel'),
    regenerate: t('Answer Again'),
    resume: t('Continue'),
    copyAnswer: t('Copy the answer'),
    good: t('Good answer'),
    bad: t('Bad answer'),
    previousBranch: t('Previous version'),
    nextBranch: t('Next version'),
    branchOf: t('{0} of {1}'),
    older: t('Show Earlier Messages'),
    newest: t('To the newest'),
    remove: t('Remove {0}'),
    add: t('Take {0} along'),
    openChip: t('Open {0}'),
    tokens: t('about {0} tokens'),
    chooseModel: t('Choose the model'),
    attachments: t('What goes along with the question'),
    mentions: t('What can go along'),
    conversation: t('Conversation'),
    code: t('Code'),
    output: t('Output'),
    search: t('Let the provider search the web'),
    whyGood: t('What was good about it? (optional)'),
    whyBad: t('What was wrong with it? (optional)'),
    sendReason: t('Send'),
    compact: t('Sum Up'),
    summary: t('Summary'),
    undoCompaction: t('Undo'),
    openImage: t('Show the picture'),
  };
}

const mostSecretsNamed = 3;
/** Hidden characters, and places of them, in one sentence. */
const mostNamed = 3;

/** What people call what a redaction rule finds; the vendors' tokens are called after their rules. */
function secretName(rule: string): string {
  if (rule === 'known-secret') {
    return vscode.l10n.t('a key of this extension');
  }
  if (rule === 'glm-key') {
    return vscode.l10n.t('GLM key');
  }
  if (rule === 'private-key') {
    return vscode.l10n.t('private key');
  }
  if (rule === 'seed-phrase' || rule === 'recovery-code') {
    return vscode.l10n.t('recovery code');
  }
  if (rule.includes('cookie')) {
    return vscode.l10n.t('session cookie');
  }
  const isNamed = /password|^(?:named|xml|url)-|-header$|^(?:bearer-token|htpasswd-hash|npmrc-auth)$/.test(rule);
  return isNamed ? vscode.l10n.t('password or key') : rule.replaceAll('-', ' ');
}

export const chatTexts: ChatTexts = {
  details({ model, usage, milliseconds, cost }) {
    const parts = model === '' ? [] : [model];
    if (usage !== undefined) {
      parts.push(vscode.l10n.t('{0} + {1} tokens', count(usage.promptTokens), count(usage.completionTokens)));
      if (usage.cachedTokens !== undefined && usage.cachedTokens > 0 && usage.promptTokens > 0) {
        const percent = Math.round((100 * usage.cachedTokens) / usage.promptTokens);
        parts.push(vscode.l10n.t('{0} from the cache', `${percent}\u00A0%`));
      }
      if (milliseconds > 0 && usage.completionTokens > 0) {
        const speed = (1000 * usage.completionTokens) / milliseconds;
        parts.push(vscode.l10n.t('{0} tokens/s', speed < 10 ? speed.toFixed(1) : Math.round(speed)));
      }
    }
    if (cost !== undefined) {
      parts.push(cost === 0 ? vscode.l10n.t('free of charge') : vscode.l10n.t('about {0} USD', dollars(cost)));
    }
    parts.push(vscode.l10n.t('{0} s', (milliseconds / 1000).toFixed(1)));
    return parts.join(' · ');
  },
  serverTool(tool) {
    const names = {
      web_search: () => vscode.l10n.t('Web search'),
      web_browser: () => vscode.l10n.t('Web pages'),
      code_interpreter: () => vscode.l10n.t('Code interpreter of the provider'),
      drawing_tool: () => vscode.l10n.t('Drawing'),
      retrieval: () => vscode.l10n.t('Knowledge base'),
    };
    return names[tool]();
  },
  notTaken: (names) =>
    vscode.l10n.t(
      'Not taken along: {0}. Only pictures, texts of up to 400 kB and folders of this workspace can be.',
      names.slice(0, mostNamed).join(', ') + (names.length > mostNamed ? '…' : ''),
    ),
  nothingOf(word) {
    const sentences = {
      selection: () => vscode.l10n.t('Nothing is selected.'),
      problems: () => vscode.l10n.t('The visible file has no problems.'),
      'all-problems': () => vscode.l10n.t('There are no problems.'),
      changes: () => vscode.l10n.t('There are no uncommitted changes that can go along.'),
      terminal: () => vscode.l10n.t('The terminals have said nothing yet.'),
    };
    return sentences[word]();
  },
  cannotSee: (model) => vscode.l10n.t('{0} cannot look at pictures. Choose a model that can.', model),
  holdsSecret: (kinds) =>
    vscode.l10n.t(
      'Not sent yet: this looks as if it holds a secret ({0}). Take it out, or send it as it is.',
      [...new Set(kinds.map(secretName))].slice(0, mostSecretsNamed).join(', '),
    ),
  hidden({ count: found, names, labels, inWords }) {
    const places = [...(inWords ? [vscode.l10n.t('the question itself')] : []), ...labels.map(withoutHidden)];
    return vscode.l10n.t(
      '{0} characters that cannot be seen ({1}) are in {2}. The model gets them as visible marks.',
      count(found),
      names.slice(0, mostNamed).join(', ') + (names.length > mostNamed ? '…' : ''),
      places.slice(0, mostNamed).join(', ') + (places.length > mostNamed ? '…' : ''),
    );
  },
  context: (used, total) =>
    total === undefined
      ? vscode.l10n.t('This conversation is about {0} tokens long.', count(used))
      : vscode.l10n.t('This conversation takes about {0} of the model’s {1} tokens.', count(used), count(total)),
  leftOut: (messages) =>
    vscode.l10n.t('The {0} oldest messages found no room in the model’s context and were not sent.', messages),
  tooLong: () =>
    vscode.l10n.t('The question with what goes along is longer than the model’s context. Take less along.'),
  terminal: terminalLabel,
  almostFull: (percent) =>
    vscode.l10n.t('{0} % of the model’s context are in use. A summary in place of what was said makes room.', percent),
  compacting: () => vscode.l10n.t('The conversation is being summed up…'),
  nothingToCompact: () => vscode.l10n.t('There is nothing to sum up yet.'),
  compacted: (before, now) =>
    vscode.l10n.t(
      'What was said until here ({0} tokens) goes to the model as a summary ({1} tokens).',
      count(before),
      count(now),
    ),
  notSaved: () => vscode.l10n.t('The conversation could not be saved. Is the disk full?'),
  end(end) {
    const texts = {
      length: () => vscode.l10n.t('The answer reached its length limit.'),
      stopped: () => vscode.l10n.t('Stopped.'),
      interrupted: () => vscode.l10n.t('The answer was interrupted.'),
      content_filter: () => vscode.l10n.t('The provider’s content policy ended the answer.'),
      empty: () => vscode.l10n.t('The model gave no answer. Ask again, or in other words.'),
      repetition: () => vscode.l10n.t('The model repeated itself, so the answer was ended.'),
    };
    return texts[end]();
  },
  unknownModel: () => vscode.l10n.t('No model'),
  notConnected: () => vscode.l10n.t('No model is connected yet.'),
};

/** What each command does, for the list behind a slash. */
export function describeCommand(name: string): string {
  const descriptions: Readonly<Record<string, () => string>> = {
    explain: () => vscode.l10n.t('Explain the code'),
    fix: () => vscode.l10n.t('Find and fix what is wrong'),
    tests: () => vscode.l10n.t('Write tests'),
    doc: () => vscode.l10n.t('Write documentation comments'),
    review: () => vscode.l10n.t('Review the uncommitted changes'),
    commit: () => vscode.l10n.t('Write a commit message'),
    compact: () => vscode.l10n.t('Sum up what was said, to make room'),
    new: () => vscode.l10n.t('Begin a new conversation'),
    export: () => vscode.l10n.t('Export this conversation'),
  };
  return descriptions[name]?.() ?? '';
}

/** Two digits that tell something, however little it is. */
function dollars(cost: number): string {
  return cost >= 0.1 ? cost.toFixed(2) : cost.toLocaleString(vscode.env.language, { maximumSignificantDigits: 2 });
}

function count(tokens: number): string {
  return tokens.toLocaleString(vscode.env.language);
}
