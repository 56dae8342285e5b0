/** A decision as the person is asked about it: the exact content, and where it really leads. */
import type { AddressJudgement } from '../../../tools/addresses/AddressJudgement';
import type { Decision } from '../../../tools/Decision';
import type { CallDecision, JudgedTarget } from '../../../tools/ToolGate';
import type { ApprovalPart, ApprovalRequest } from './deskRequests';

export function approvalFor(id: string, call: string, decided: CallDecision, decision: Decision): ApprovalRequest {
  const { tool } = decided.call;
  const contents = decided.targets.map(contentOf).filter((content) => content !== '');
  return {
    ...{ kind: 'approval', id, call, tool: tool.name, action: tool.kind },
    hash: decided.hash,
    content: contents.join('\n\n'),
    targets: decided.targets.map(targetOf).filter((target) => target !== ''),
    parts: decided.targets.flatMap(partsOf),
    told: decided.told,
    // Each part of a chain is something else to allow.
    canRemember: decision === 'ask' && decided.targets.flatMap(partsOf).length <= 1,
  };
}

/** A page wants to lead on to another address. */
export function redirectFor(id: string, call: string, tool: string, judgement: AddressJudgement): ApprovalRequest {
  const { url = '', shown, told } = judgement;
  return {
    ...{ kind: 'approval', id, call, tool, action: 'fetch', hash: `redirect ${url}`, content: shown },
    ...{ targets: [url], parts: [], told, canRemember: false },
  };
}

function contentOf(judged: JudgedTarget): string {
  switch (judged.kind) {
    case 'command':
      return judged.target.command;
    case 'program':
      return judged.target.code;
    case 'address':
      return judged.judgement.shown;
    case 'path':
      return judged.target.content ?? '';
  }
}

/** What it is done to in truth: a link is named with what it leads to. */
function targetOf(judged: JudgedTarget): string {
  switch (judged.kind) {
    case 'command':
      return judged.cwd.resolved ?? judged.target.cwd;
    case 'program':
      // It is done to nothing.
      return '';
    case 'address':
      return judged.judgement.url ?? judged.target.url;
    case 'path': {
      const { operation, path } = judged.target;
      const { resolved = path, resolvedTo } = judged.answer;
      const named = resolved.endsWith(path.replace(/^\.\//, '')) ? '' : ` (“${path}”)`;
      return `${operation} ${resolved}${resolvedTo === undefined ? '' : ` → ${resolvedTo}`}${named}`;
    }
  }
}

function partsOf(judged: JudgedTarget): readonly ApprovalPart[] {
  return judged.kind === 'command'
    ? judged.judgement.parts.map(({ text, decision, told }) => ({ text, decision, told }))
    : [];
}
