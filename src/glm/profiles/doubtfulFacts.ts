/**
 * What the profiles take for true without having seen a live server confirm it, in one place: each with what is done, where, and how
 * sure it is. A probe that shows otherwise changes the named file and removes the row. Numbers are sections of glm.md.
 */
import type { ProfileId } from './ServerProfile';

export interface DoubtfulFact {
  readonly profiles: readonly ProfileId[] | 'all';
  /** What the code relies on. */
  readonly assumption: string;
  /** Where it is relied on, a file of `src/glm`. */
  readonly where: string;
  /** `B` a good secondary source, `C` inferred, `?` uncertain or contradictory. */
  readonly mark: 'B' | 'C' | '?';
  /** Section of glm.md. */
  readonly section: string;
}

const remote = ['zai', 'zai-coding', 'bigmodel', 'bigmodel-coding'] as const;

export const doubtfulFacts: readonly DoubtfulFact[] = [
  {
    profiles: remote,
    assumption: 'Fields outside the documented schema (stream_options, seed, n, user) may be refused, so none is sent.',
    where: 'profiles/zai.ts',
    mark: '?',
    section: '1.3, 8.1',
  },
  {
    profiles: remote,
    assumption: 'One stop text is honoured; codegeex-4 takes four.',
    where: 'models.ts',
    mark: '?',
    section: '1.3, 8.3',
  },
  {
    profiles: remote,
    assumption: 'There is no /completions route: code is completed by a chat turn, codegeex-4 by extra.target.',
    where: 'profiles/zai.ts',
    mark: 'C',
    section: '1.1, 1.9',
  },
  {
    profiles: remote,
    assumption:
      'The key is sent as it is; no base is known to want a signed token. One that answers 1003 gets a token signed by its own clock, once.',
    where: 'requests/Credentials.ts',
    mark: 'C',
    section: '1.2',
  },
  {
    profiles: remote,
    assumption: 'Code 1210 may come from an optional field, so the same is asked once more without any.',
    where: 'requests/secondBody.ts',
    mark: 'C',
    section: '1.6',
  },
  {
    profiles: ['llama.cpp'],
    assumption:
      '/infill appends its field prompt to the prefix; its README says that it stands behind the last marker.',
    where: 'fillInTheMiddle/infill.ts',
    mark: '?',
    section: '6.1',
  },
  {
    profiles: remote,
    assumption: 'Code 1113 also means that the key belongs to another base address.',
    where: 'errors.ts',
    mark: 'B',
    section: '1.1',
  },
  {
    profiles: ['zai-coding', 'bigmodel-coding'],
    assumption: 'A plan allows one request at a time.',
    where: 'profiles/zai.ts',
    mark: 'B',
    section: '1.7',
  },
  {
    profiles: remote,
    assumption:
      'tool_stream exists for 4.6, 4.7, 5 and 5-turbo; whether 5.1 has it is contradictory, so it is not sent.',
    where: 'models.ts',
    mark: '?',
    section: '1.3',
  },
  {
    profiles: remote,
    assumption: 'GLM-5.3 thinks always: thinking "disabled" is not sent to it.',
    where: 'models.ts',
    mark: 'B',
    section: '1.3',
  },
  {
    profiles: remote,
    assumption: 'Models before 4.5 take temperature and top_p only strictly between 0 and 1.',
    where: 'models.ts',
    mark: '?',
    section: '1.3',
  },
  {
    profiles: remote,
    assumption: 'glm-4-alltools and codegeex-4 may be retired; they answer 1211 or 1221 then, which is shown as it is.',
    where: 'models.ts',
    mark: '?',
    section: '1.8',
  },
  {
    profiles: remote,
    assumption: 'extra.target.language takes the names of the examples ("Python"), not the SDK’s lower-case list.',
    where: 'requests/completionCall.ts',
    mark: '?',
    section: '1.9',
  },
  {
    profiles: ['vllm', 'sglang', 'llama.cpp'],
    assumption: 'chat_template_kwargs.enable_thinking switches thinking; llama.cpp needs --jinja for it.',
    where: 'requests/chatBody.ts',
    mark: 'B',
    section: '3.6',
  },
  {
    profiles: ['sglang'],
    assumption: 'Cached tokens are reported only with --enable-cache-report.',
    where: 'profiles/sglang.ts',
    mark: '?',
    section: '6.4',
  },
  {
    profiles: ['ollama'],
    assumption: 'The OpenAI-style chat route ignores "think" and obeys reasoning_effort "none"; both are sent.',
    where: 'requests/chatBody.ts',
    mark: '?',
    section: '3.6',
  },
  {
    profiles: ['lm-studio'],
    assumption: 'No cached tokens, no switch for thinking; tool calls may arrive as text.',
    where: 'profiles/lmStudio.ts',
    mark: '?',
    section: '6.5, 8.8',
  },
  {
    profiles: 'all',
    assumption:
      'GLM-4.5 and later fill in the middle by prefix, suffix, middle without a chat turn, after [gMASK]<sop>.',
    where: 'fillInTheMiddle/glm45.ts',
    mark: '?',
    section: '5, 8.7',
  },
  {
    profiles: 'all',
    assumption: 'GLM-4-9B, 0414 and CodeGeeX4 lose tool messages in their template, so they get them as text.',
    where: 'requests/chatMessages.ts',
    mark: 'C',
    section: '3.3',
  },
  {
    profiles: 'all',
    assumption:
      'glm-4.5v has the smaller context and output of its row (64K, 16K): the row does not say which are its own.',
    where: 'models.ts',
    mark: '?',
    section: '1.8',
  },
];
