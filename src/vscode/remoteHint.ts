/**
 * In a remote window requests go out from the remote machine, where this extension runs beside the code. An address like `localhost` is then
 * that machine's own: who has the server on the own computer learns how to make it reachable from there.
 */
import * as vscode from 'vscode';
import type { AssistantError } from '../base/AssistantError';

const faults: ReadonlySet<string> = new Set(['endpoint.refused', 'endpoint.unreachable']);
const ownHost = /^(?:https?:\/\/)?(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)(?::(\d+))?(?:\/|$)/i;

/** Where requests go out from, and what to do about a server that nobody reaches from there; empty = the window is a local one. */
export function remoteHints(
  remoteName: string | undefined,
  error: Pick<AssistantError, 'code' | 'args'> | undefined,
): readonly string[] {
  if (remoteName === undefined) {
    return [];
  }
  const { t } = vscode.l10n;
  const from = t('Requests go out from the remote machine ({0}).', remoteName);
  const host = String(error?.args[0] ?? '');
  const own = ownHost.exec(host);
  if (error === undefined || own === null || !faults.has(error.code)) {
    return [from];
  }
  const meant = t('{0} is that machine itself, not your own computer.', host);
  return [from, `${meant} ${wayTo(remoteName, own[1] ?? '80')}`];
}

function wayTo(remoteName: string, port: string): string {
  const { t } = vscode.l10n;
  if (remoteName.startsWith('ssh')) {
    return t(
      'For a server on your own computer, forward its port: “RemoteForward {0} 127.0.0.1:{0}” in your SSH settings.',
      port,
    );
  }
  if (remoteName.startsWith('wsl')) {
    return t(
      'For a server in Windows, switch on mirrored networking for WSL, or use the address of the Windows machine.',
    );
  }
  if (remoteName.includes('container')) {
    return t('For a server on the container’s host, use the address http://host.docker.internal:{0}.', port);
  }
  return t('For a server on your own computer, use an address of it that the remote machine can reach.');
}
