/** Continue's development data, schema 0.2.0 (continuedev/continue, packages/config-yaml): one JSON line for each event. */
import type { LoggedPrompt } from '../PromptLogStore';
import { completionParts, promptText, responseText } from './recordTexts';

/** The events of a record: `autocomplete`, or `chatInteraction` with `chatFeedback`, or `editInteraction` with `editOutcome`. */
export function toContinueEvents({ record, outcomes }: LoggedPrompt): readonly unknown[] {
  const model = record['gen_ai.response.model'] ?? record['gen_ai.request.model'] ?? '';
  const prompt = promptText(record);
  const completion = responseText(record);
  const has = (action: string): boolean => outcomes.some((outcome) => outcome.action === action);
  const common = {
    schema: '0.2.0',
    timestamp: record.ts,
    userId: record.session,
    userAgent: 'glm-tandem',
    selectedProfileId: 'local',
  };
  const provider = { modelProvider: record['gen_ai.provider.name'], modelName: model, modelTitle: model };
  const filepath = record.workspace?.file ?? '';
  switch (record.surface) {
    case 'completion': {
      const { prefix, suffix } = completionParts(record);
      const milliseconds = Math.round((record.duration ?? 0) * 1000);
      return [
        {
          eventName: 'autocomplete',
          ...common,
          ...provider,
          accepted: has('accepted'),
          time: milliseconds,
          prefix,
          suffix,
          prompt,
          completion,
          completionOptions: {},
          cacheHit: false,
          filepath,
          completionId: record.id,
          uniqueId: record.session,
        },
      ];
    }
    case 'inline_edit':
    case 'refactoring':
      return [
        { eventName: 'editInteraction', ...common, ...provider, prompt, completion, filepath },
        ...(has('applied') || has('rejected')
          ? [
              {
                eventName: 'editOutcome',
                ...common,
                ...provider,
                prompt,
                completion,
                accepted: has('applied'),
                filepath,
              },
            ]
          : []),
      ];
    default: {
      const chat = {
        ...common,
        ...provider,
        prompt,
        completion,
        sessionId: record['gen_ai.conversation.id'] ?? record.session,
      };
      return [
        { eventName: 'chatInteraction', ...chat },
        ...outcomes
          .filter(({ action, value }) => action === 'feedback' && value !== undefined && value !== 'none')
          .map(({ value }) => ({ eventName: 'chatFeedback', ...chat, feedback: value === 'up' })),
      ];
    }
  }
}
