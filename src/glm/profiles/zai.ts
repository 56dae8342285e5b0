/** Z.ai's own service, general and Coding Plan. Source: docs.z.ai, the official SDKs (glm.md, sections 1.1 to 1.7). */
import { isUnder, openAiStyle, type ServerProfile } from './ServerProfile';

export const zaiBases = {
  general: 'https://api.z.ai/api/paas/v4',
  coding: 'https://api.z.ai/api/coding/paas/v4',
} as const;
export const bigmodelBases = {
  general: 'https://open.bigmodel.cn/api/paas/v4',
  coding: 'https://open.bigmodel.cn/api/coding/paas/v4',
} as const;

export const codingPath = /\/coding\/paas\/v\d/;
export const generalPath = /(?<!\/coding)\/paas\/v\d/;

/** What both regions share: the same service under two names. */
export const zaiStyle = {
  ...openAiStyle,
  concurrency: 2,
  completion: 'chat',
  stopLimit: 1,
  sampling: 'zai',
  streamOptions: false,
  thinking: 'thinking',
  parsesToolCalls: true,
  feedsRawTemplate: false,
  requestId: true,
  signsKeys: true,
  userId: 'user_id',
  serverTools: true,
  tokenizes: false,
} as const satisfies Partial<ServerProfile>;

/** As the official client says it: the messages of a service that began in Chinese. */
const english = 'en-US,en';

export const zai: ServerProfile = {
  ...zaiStyle,
  id: 'zai',
  name: 'Z.ai',
  base: zaiBases.general,
  acceptLanguage: english,
  otherAddresses: [zaiBases.coding, bigmodelBases.general],
  recognises: ({ host, path }) => isUnder(host, 'z.ai') && generalPath.test(path),
};

export const zaiCoding: ServerProfile = {
  ...zaiStyle,
  id: 'zai-coding',
  name: 'Z.ai Coding Plan',
  base: zaiBases.coding,
  acceptLanguage: english,
  otherAddresses: [zaiBases.general, bigmodelBases.coding],
  // The plans allow about one request at a time (glm.md, section 1.7).
  concurrency: 1,
  recognises: ({ host, path }) => isUnder(host, 'z.ai') && codingPath.test(path),
};
