import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doubtfulFacts } from '../../../../src/glm/profiles/doubtfulFacts';
import { knownLocalServers, profileById, profileFor, profiles } from '../../../../src/glm/profiles/profileFor';
import { type ProfileId, profileIds, type ServerHints } from '../../../../src/glm/profiles/ServerProfile';

describe('a server is recognised', () => {
  it.each<[string, ServerHints, ProfileId]>([
    ['https://api.z.ai/api/paas/v4', {}, 'zai'],
    ['https://api.z.ai/api/paas/v4/chat/completions', {}, 'zai'],
    ['api.z.ai/api/coding/paas/v4', {}, 'zai-coding'],
    ['https://open.bigmodel.cn/api/paas/v4/', {}, 'bigmodel'],
    ['https://open.bigmodel.cn/api/coding/paas/v4', {}, 'bigmodel-coding'],
    ['https://gateway.example.com/glm/api/paas/v4', {}, 'bigmodel'],
    ['https://notz.ai.example.com/v1', {}, 'openai'],
    ['http://localhost:11434', {}, 'ollama'],
    ['http://gpu:9000/v1', { ownedBy: 'library' }, 'ollama'],
    ['http://localhost:1234/v1', {}, 'lm-studio'],
    ['http://localhost:1234/v1', { ownedBy: 'vllm' }, 'vllm'],
    ['http://localhost:11434/v1', { ownedBy: 'llamacpp' }, 'llama.cpp'],
    ['http://gpu:8000/v1', { ownedBy: 'sglang' }, 'sglang'],
    ['http://localhost:8080/v1', {}, 'openai'],
    ['http://127.0.0.1:4711/v1', { isEngine: true, ownedBy: 'local' }, 'engine'],
    ['not an address', {}, 'openai'],
  ])('%s %j is %s', (url, hints, expected) => {
    expect(profileFor(url, hints).id).toBe(expected);
  });

  it('by the address that its profile begins with', () => {
    for (const profile of profiles) {
      expect(profileFor(profile.base ?? 'http://x:1', { isEngine: false }).id).toBe(
        profile.base === undefined ? 'openai' : profile.id,
      );
    }
  });
});

describe('the profiles', () => {
  it('are all there, each once', () => {
    expect(profiles.map(({ id }) => id).toSorted()).toEqual([...profileIds].toSorted());
    expect(profileIds.map((id) => profileById(id).id)).toEqual([...profileIds]);
  });

  it('name the other addresses of a provider, never their own', () => {
    for (const { base, otherAddresses } of profiles) {
      expect(otherAddresses).not.toContain(base);
      expect(base === undefined).toBe(otherAddresses.length === 0);
    }
  });

  it('know where servers listen on this machine', () => {
    expect(knownLocalServers().map(({ port, profiles: known }) => `${port} ${known.map(({ name }) => name)}`)).toEqual([
      '1234 LM Studio',
      '8000 vLLM,OpenAI-compatible',
      '8080 llama.cpp,OpenAI-compatible',
      '11434 Ollama',
      '30000 SGLang',
    ]);
  });

  it('say of every doubt where it is acted upon', () => {
    for (const { profiles: ids, where, section } of doubtfulFacts) {
      expect(existsSync(join('src', 'glm', where)), where).toBe(true);
      expect(ids === 'all' || ids.every((id) => profileIds.includes(id))).toBe(true);
      expect(where).toMatch(/^[\w/]+\.ts$/);
      expect(section).toMatch(/^\d/);
    }
  });
});
