/** Behaviour 22: in a remote window the status bar tells where requests go out from, and how a server elsewhere is reached. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { type Status, StatusBar } from '../../../src/vscode/StatusBar';

const editor = vi.hoisted(() => ({
  env: { remoteName: undefined as string | undefined },
  item: { show: () => {}, dispose: () => {}, tooltip: undefined as { value: string } | undefined },
}));
vi.mock('vscode', () => ({
  env: editor.env,
  l10n: {
    t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  },
  window: { createStatusBarItem: () => editor.item },
  StatusBarAlignment: { Right: 2 },
  ThemeColor: class {},
  MarkdownString: class {
    constructor(readonly value: string) {}
  },
}));

beforeEach(() => {
  editor.item.tooltip = undefined;
});

function tooltip(remoteName: string | undefined, error?: AssistantError, isConnected = false): string {
  editor.env.remoteName = remoteName;
  const status: Status = {
    ...{ enabled: true, working: false, lastReason: undefined, lastRaw: undefined, snoozedMinutes: 0 },
    ...{ otherProviders: [], pause: undefined, indexing: undefined, roles: [] },
    connection: error === undefined || isConnected ? { kind: 'idle' } : { kind: 'failed', error },
    error: isConnected ? error : undefined,
  };
  const bar = new StatusBar(() => 0);
  bar.show(status);
  bar.dispose();
  return (editor.item.tooltip?.value ?? '').replaceAll('\\', '');
}

describe('the status bar', () => {
  const refused = new AssistantError('endpoint.refused', ['http://127.0.0.1:8000']);

  it('says nothing of it in a local window', () => {
    expect(tooltip(undefined, refused)).not.toMatch(/remote machine|RemoteForward/);
  });

  it.each(['ssh-remote', 'wsl', 'dev-container'])('names the host that calls: %s', (remote) => {
    expect(tooltip(remote)).toContain(`Requests go out from the remote machine (${remote}).`);
  });

  it.each([
    ['ssh-remote', 'RemoteForward 8000 127.0.0.1:8000'],
    ['wsl', 'mirrored networking'],
    ['dev-container', 'http://host.docker.internal:8000'],
    ['attached-container', 'http://host.docker.internal:8000'],
    ['tunnel', 'an address of it that the remote machine can reach'],
  ])('offers a way to a server on the own computer: %s', (remote, way) => {
    expect(tooltip(remote, refused)).toContain(way);
    expect(tooltip(remote, refused, true)).toContain(way);
    expect(tooltip(remote, refused)).toContain(`Requests go out from the remote machine (${remote}).`);
    expect(tooltip(remote, refused)).toContain('http://127.0.0.1:8000 is that machine itself');
  });

  it.each([
    ['an address of another machine', new AssistantError('endpoint.refused', ['http://10.0.0.7:8000'])],
    ['another fault', new AssistantError('endpoint.keyRejected', ['http://127.0.0.1:8000'])],
  ])('does not offer it for %s', (_, error) => {
    expect(tooltip('ssh-remote', error)).not.toContain('that machine itself');
  });
});
