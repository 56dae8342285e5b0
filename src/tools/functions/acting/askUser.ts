import * as z from 'zod';
import { withoutHidden } from '../../../base/hiddenCharacters';
import { defineTool } from '../../Tool';

export const askUser = defineTool({
  name: 'ask_user',
  kind: 'ask',
  description:
    'Asks the person one question, when only they can know the answer. Required: question. Offer choices where there are few. Never ask for keys or passwords.',
  shape: {
    question: z.string().min(1).max(4000),
    choices: z.array(z.string().min(1).max(500)).max(10).optional(),
  },
  example: { question: 'Which database should it use?', choices: ['SQLite', 'PostgreSQL'] },
  targets: () => [],
  async execute({ question, choices }, _, { host, signal }) {
    const shown = withoutHidden(question);
    const answer = await host.person.ask(shown, (choices ?? []).map(withoutHidden), signal);
    return {
      text:
        answer === undefined
          ? 'The person gave no answer. Go on with what you know, or stop.'
          : `The person answers: ${answer}`,
      data: { kind: 'answer', question: shown, answer },
      failed: false,
    };
  },
});
