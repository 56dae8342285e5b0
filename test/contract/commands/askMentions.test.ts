/** What an @ in a question on the command line takes along: real files, a real repository, the real index. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkspaceIndex } from '../../../src/context/index/WorkspaceIndex';
import { type AskMentionsHost, askMentions, type MentionsResult } from '../../../src/node/commands/askMentions';
import { sourceTree } from '../../../src/node/context/sourceTree';
import { silentLog } from '../../../src/platform/Log';
import { testOutliner } from '../../support/contextIndex';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-mentions-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/retry.ts'), 'export function retryWithBackoff() {\n  return 1;\n}\n');
  writeFileSync(join(folder, '.env'), 'KEY=1\n');
  writeFileSync(join(folder, 'logo.png'), Buffer.from([0x89, 0x50, 0, 0]));
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: folder });
  git('init', '-q');
  git('add', 'src');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'First');
  writeFileSync(join(folder, 'src/retry.ts'), 'export function retryWithBackoff() {\n  return 2;\n}\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mentions(question: string, more: Partial<AskMentionsHost> = {}): Promise<MentionsResult> {
  return askMentions(question, {
    ...{ folder, signal: new AbortController().signal },
    web: { page: async (url) => ({ kind: 'page', text: `text of ${url}` }) },
    mayFetch: async () => 'yes',
    ...more,
    openIndex: async () => {
      const index = new WorkspaceIndex({
        ...{ folder, outliner: testOutliner, tree: sourceTree(folder), excluded: [], log: silentLog },
        breathe: () => Promise.resolve(),
      });
      await index.start();
      return index;
    },
  });
}

describe('mentions on the command line', () => {
  it.each([
    ['What does @src/retry.ts do?', 'file', 'src/retry.ts', 'return 2;'],
    ['What is in @src/?', 'folder', 'src/', 'src/retry.ts'],
    ['Explain @symbol:retryWithBackoff.', 'symbol', 'retryWithBackoff (src/retry.ts:1-3)', 'return 2;'],
    ['Review @changes', 'changes', '', '-  return 1;\n+  return 2;'],
    ['@codebase where is the backoff?', 'codebase', '', 'src/retry.ts:1-3\nexport function retryWithBackoff'],
  ])('%s', async (question, kind, label, text) => {
    const found = await mentions(question);
    expect(found).toMatchObject({ kind: 'found', attachments: [{ kind, label }] });
    expect(found.kind === 'found' ? found.attachments[0]?.text : '').toContain(text);
  });

  it.each([
    ['@.env?', 'secret'],
    ['@../other', undefined],
    ['@file:gone.ts', 'missing'],
    ['@file:logo.png', 'missing'],
    ['@symbol:gone', 'missing'],
    ['@codebase', 'nothing'],
    ['@problems', 'problems'],
    ['@all-problems', 'problems'],
    ['@terminal', 'terminal'],
    ['@url:javascript:alert(1', 'address'],
    ['@url:file:///etc/passwd', 'address'],
  ])('%s does not go along', async (question, why) => {
    const found = await mentions(question);
    expect(found).toEqual(
      why === undefined
        ? { kind: 'found', attachments: [] }
        : { kind: 'refused', mention: question.replace('?', ''), why },
    );
  });

  it('asks git nothing where the repository’s own settings would run a program', async () => {
    execFileSync('git', ['config', 'filter.x.clean', `touch ${folder}/ran; cat`], { cwd: folder });
    writeFileSync(join(folder, '.git/info/attributes'), '* filter=x\n');
    expect(await mentions('Review @changes')).toEqual({ kind: 'refused', mention: '@changes', why: 'unknown' });
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  it('fetches a page when the person lets it, and only then', async () => {
    const asked: string[] = [];
    const answers = (answer: 'yes' | 'declined' | 'unasked'): Partial<AskMentionsHost> => ({
      mayFetch: async (url) => {
        asked.push(url);
        return answer;
      },
    });
    const label = 'https://example.org/a';
    const question = 'What says @url:example.org/a?';
    expect(await mentions(question, answers('yes'))).toMatchObject({
      attachments: [{ kind: 'page', label, text: `text of ${label}` }],
    });
    const never: Partial<AskMentionsHost> = { web: { page: () => Promise.reject(new Error('It was fetched')) } };
    for (const why of ['declined', 'unasked'] as const) {
      expect(await mentions(question, { ...answers(why), ...never })).toMatchObject({ kind: 'refused', why });
    }
    expect(asked).toEqual([label, label, label]);
    const failed = { kind: 'failed', reason: 'status', detail: '404' } as const;
    expect(await mentions(question, { web: { page: async () => failed } })).toMatchObject({
      ...{ kind: 'refused', why: 'unreachable', detail: 'status: 404' },
    });
  });

  it('leaves other words behind an @ alone', async () => {
    expect(await mentions('mail a@b.c about @Injectable and @types/node')).toEqual({ kind: 'found', attachments: [] });
  });
});
