/** Our own engine (`src/engine`): OpenAI's routes, llama.cpp's `/tokenize`. */
import { openAiStyle, type ServerProfile } from './ServerProfile';

/** How the engine names itself in its list of models. */
export const engineOwner = 'glm-tandem';

export const engine: ServerProfile = {
  ...openAiStyle,
  id: 'engine',
  name: 'GLM Tandem',
  // A completion beside a chat turn; it has a sequence for each.
  concurrency: 2,
  thinking: 'none',
  takesReasoning: false,
  takesTools: false,
  recognises: ({ isEngine, ownedBy }) => isEngine === true || ownedBy === engineOwner,
};
