/** The product itself under evaluation: what it sends, what it looks at, which tools it offers. */
import { leastContext } from '../../chat/agent/AgentPanel';
import { systemPrompt } from '../../chat/prompt/systemPrompt';
import type { AskSettings } from '../../evaluation/asking/askSettings';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import type { ReportSettings } from '../../evaluation/report/EvaluationReport';
import type { AnswerLine } from '../../evaluation/runs/SampleResult';
import type { ConnectedModel } from '../../glm/ModelConnection';
import { createFolderIndexer } from '../context/openFolder';
import { shellTree } from '../syntax/shellTree';
import { answerWithFiles, fileTools } from './assistantChat';
import { completeAsAssistant } from './assistantCompletion';

export type PartOfAnswer = Pick<AnswerLine, 'answer' | 'response' | 'generation'>;

export interface Assistant {
  /** What stands before each question that goes without tools. */
  readonly system: string;
  /** For the report. */
  readonly facts: NonNullable<ReportSettings['assistant']>;
  /** Undefined = the question is asked as any other, behind `system`. */
  answer(
    item: EvaluationItem,
    sample: number,
    asking: AskSettings,
    signal: AbortSignal,
  ): Promise<PartOfAnswer> | undefined;
}

/** `grammars`: the folder of the grammars, `dist/grammars` in the product. `items`: all of the data set, so that parts of a run have the same facts. */
export function createAssistant(
  connected: ConnectedModel,
  items: readonly EvaluationItem[],
  grammars: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Assistant {
  const hasFiles = items.some(({ workspace }) => workspace !== undefined);
  const hasTools = hasFiles && (connected.contextTokens ?? 0) >= leastContext;
  const openIndex = createFolderIndexer(grammars, signal);
  const tree = shellTree(grammars);
  return {
    system: systemPrompt,
    facts: { hasFiles, tools: hasTools ? fileTools.map(({ name }) => name) : [] },
    answer: (item, sample, asking, stopped) => {
      const { ask, workspace } = item;
      if (ask.kind === 'hole') {
        return completeAsAssistant(ask, workspace, asking, connected, openIndex, stopped);
      }
      return ask.kind === 'message' && workspace !== undefined && hasTools
        ? answerWithFiles(
            item,
            ask.content,
            sample,
            asking,
            connected,
            { workspace, tree, openIndex, environment },
            stopped,
          )
        : undefined;
    },
  };
}
