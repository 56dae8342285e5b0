import { expect, it } from 'vitest';
import { readAgentRules } from '../../../../src/chat/agent/readAgentRules';

it('takes rules, commands, prices and test commands as they are meant, and nothing from what cannot be read', () => {
  const read = readAgentRules(
    { fetch_url: 'deny', run_tests: 'allow', run_command: 'always', edit_file: true },
    { allow: ['npm test', ' ', 3], deny: 'rm' },
    { 'glm-4.6': { input: 0.6, output: 2.2 }, glm: { input: -1, output: 0 }, other: 3 },
    { '~/shop': ' make check ', '/a': '', '/b': ['make'], '*': 'npm test' },
  );
  expect(read).toEqual({
    rules: { fetch_url: 'deny', run_tests: 'allow' },
    commands: { allow: ['npm test'], deny: [] },
    prices: { 'glm-4.6': { input: 0.6, output: 2.2 } },
    testCommands: { '~/shop': 'make check', '*': 'npm test' },
  });
  const nothing = { rules: {}, commands: { allow: [], deny: [] }, prices: {}, testCommands: {} };
  for (const bad of [undefined, null, 'make', 3, [], [['a', 'b']]]) {
    expect(readAgentRules(bad, bad, bad, bad)).toEqual(nothing);
  }
});
