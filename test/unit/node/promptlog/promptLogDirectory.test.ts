import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promptLogDirectory } from '../../../../src/node/promptlog/promptLogDirectory';

function check(environment: Readonly<Record<string, string>>, platform: string, expected: string): void {
  expect(promptLogDirectory(environment, '/work', platform, '/home/ada')).toBe(expected);
}

describe('promptLogDirectory', () => {
  it('is in the data folder on Linux', () =>
    check({}, 'linux', join('/home/ada', '.local', 'share', 'glm-tandem', 'prompt-log')));
  it('follows the XDG variable', () =>
    check({ XDG_DATA_HOME: '/data' }, 'linux', join('/data', 'glm-tandem', 'prompt-log')));
  it('is in the library on macOS', () =>
    check({}, 'darwin', join('/home/ada', 'Library', 'Application Support', 'glm-tandem', 'prompt-log')));
  it('does not roam on Windows', () =>
    check({ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'glm-tandem', 'prompt-log')));
  it('can be named', () => check({ TANDEM_PROMPT_LOG: 'log' }, 'linux', resolve('/work', 'log')));
});
