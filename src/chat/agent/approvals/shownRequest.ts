/** What the person is asked, as the page shows it. Everything in it is plain text. */
import type { ShownRequest } from '../../../protocol/agent';
import type { AgentTexts } from '../AgentHost';
import type { DeskRequest } from './deskRequests';

/** Longer texts have their length told, so that nobody overlooks what is below the edge. */
const shortLines = 12;
const shortCharacters = 800;

export function shownRequest(request: DeskRequest, more: number, describe: AgentTexts): ShownRequest {
  const { id, hash, kind } = request;
  const plain = {
    ...{ kind, id, hash, more, content: '', size: '', canRemember: false },
    ...{ targets: [], parts: [], reasons: [], choices: [] },
  };
  switch (request.kind) {
    case 'goOn':
      return { ...plain, title: describe.goOn(request.question) };
    case 'question':
      return { ...plain, title: describe.question(), content: request.question, choices: [...request.choices] };
    case 'plan':
      return { ...plain, title: describe.plan(), content: request.plan };
    case 'approval': {
      const { content, canRemember } = request;
      const lines = content.split('\n').length;
      const isLong = lines > shortLines || content.length > shortCharacters;
      return {
        ...plain,
        title: describe.approval(request),
        ...{ content, canRemember, targets: [...request.targets] },
        size: isLong ? describe.size(lines, content.length) : '',
        parts: request.parts.map(({ text, decision, told }) => ({
          text,
          note: told.map(describe.reason).join('; '),
          risky: decision !== 'allow',
        })),
        reasons: request.told.map(describe.reason),
      };
    }
  }
}
