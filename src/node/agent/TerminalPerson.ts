/**
 * The person at a terminal: sees exactly what is asked, nothing in it invisible, and answers with a line. What was typed before the
 * question was there does not count. Where there is no terminal, the answer is no, with that reason.
 */
import { formatReason } from '../../base/gateReasons';
import { visibleText } from '../../base/visibleText';
import type { ApprovalRequest, DeskAnswer, DeskRequest } from '../../chat/agent/approvals/deskRequests';
import { leastReading, type PersonDesk } from '../../chat/agent/approvals/PersonDesk';
import type { CommandInput, CommandIo } from '../commands/CommandIo';

export const noTerminalReason = 'There is no terminal at which the person could be asked.';

export class TerminalPerson {
  readonly #io: CommandIo;
  readonly #lines: AsyncIterator<string> | undefined;
  #answered: string | undefined;

  constructor(io: CommandIo) {
    this.#io = io;
    this.#lines = io.stdin?.isTerminal === true ? linesOf(io.stdin) : undefined;
  }

  /** Answers what the desk shows now; called whenever that may be something else. */
  async attend(desk: PersonDesk): Promise<void> {
    const request = desk.current;
    if (request === undefined || request.id === this.#answered) {
      return;
    }
    this.#answered = request.id;
    if (this.#lines === undefined) {
      this.#io.stderr.write(
        `  ${this.#io.translate('There is no terminal at which you could be asked: the answer is no.')}\n`,
      );
      desk.answer(request.id, request.hash, { kind: 'deny', reason: noTerminalReason, byNobody: true });
      return;
    }
    this.#io.stderr.write(`\n${this.#describe(request)}`);
    const shownAt = performance.now();
    for (;;) {
      // A terminal that is closed, as Ctrl+C does it, has nothing more to say.
      const line = await this.#lines.next().catch(() => ({ done: true as const, value: undefined }));
      if (desk.current !== request) {
        return;
      }
      const isEarly = performance.now() - shownAt < leastReading;
      const answer =
        line.done === true ? { kind: 'deny' as const, reason: '' } : isEarly ? undefined : read(request, line.value);
      if (answer !== undefined && desk.answer(request.id, request.hash, answer)) {
        return;
      }
      this.#io.stderr.write(`${isEarly ? this.#io.translate('That came too soon: read first what is asked.') : ''}\n`);
      this.#io.stderr.write(this.#choices(request));
    }
  }

  #describe(request: DeskRequest): string {
    const { translate } = this.#io;
    switch (request.kind) {
      case 'approval':
        return `${describeApproval(request, translate)}${this.#choices(request)}`;
      case 'question':
        return `${visibleText(request.question)}\n${request.choices.map((choice) => `  - ${visibleText(choice)}\n`).join('')}> `;
      case 'plan':
        return `${visibleText(request.plan)}\n${this.#choices(request)}`;
      case 'goOn':
        return `${translate('The model goes on without an end in sight.')}\n${this.#choices(request)}`;
    }
  }

  #choices(request: DeskRequest): string {
    const { translate } = this.#io;
    if (request.kind === 'question') {
      return '> ';
    }
    return request.kind === 'approval' && request.canRemember
      ? translate('[y] yes  [a] yes, whenever exactly this comes again  [n] no; n and a reason tells the model why: ')
      : translate('[y] yes  [n] no; n and a reason tells the model why: ');
  }
}

function describeApproval(
  { tool, content, targets, parts, told }: ApprovalRequest,
  translate: (english: string) => string,
): string {
  const reason = (one: (typeof told)[number]): string => translate(one.reason).replace('{0}', () => one.detail ?? '');
  const lines = [
    `${translate('Allow this?')} ${tool}`,
    ...targets.map((target) => `  ${visibleText(target)}`),
    ...visibleText(content)
      .split('\n')
      .map((line) => `  | ${line}`),
    ...(parts.length > 1
      ? parts.map((part) => `  · ${[visibleText(part.text).trim(), ...part.told.map(reason)].join('; ')}`)
      : []),
    ...told.map((one) => `  ! ${reason(one) || formatReason(one)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Undefined = not one of the answers. */
function read(request: DeskRequest, line: string): DeskAnswer | undefined {
  const text = line.trim();
  if (request.kind === 'question') {
    return text === '' ? { kind: 'deny', reason: '' } : { kind: 'text', text };
  }
  const no = /^(?:n|no)(?:\s+(.*))?$/i.exec(text);
  if (no !== null) {
    return { kind: 'deny', reason: no[1] ?? '' };
  }
  if (/^(?:y|yes)$/i.test(text)) {
    return request.kind === 'plan' ? { kind: 'text', text: request.plan, mode: 'agent' } : { kind: 'once' };
  }
  return /^a$/i.test(text) && request.kind === 'approval' && request.canRemember ? { kind: 'window' } : undefined;
}

async function* linesOf(input: CommandInput): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of input) {
    rest += decoder.decode(bytes, { stream: true });
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
}
