/**
 * How VS Code's own settings say that other machines are reached: `http.proxy`, `http.noProxy`, `http.proxyStrictSSL`, `http.proxySupport`
 * and `http.systemCertificates`. A folder's values are never read.
 */
import * as vscode from 'vscode';
import type { NetworkLimits, NetworkSettings } from '../platform/network';

/** The settings as they are now, with our own beside them. `caFile` '' = none. */
export function readNetworkSettings(caFile: string, limits: NetworkLimits): NetworkSettings {
  const proxy = personal('proxy');
  const noProxy = personal('noProxy');
  return {
    usesProxy: personal('proxySupport') !== 'off',
    proxy: typeof proxy === 'string' ? proxy.trim() : '',
    noProxy: Array.isArray(noProxy) ? noProxy.map(String) : [],
    strictTls: personal('proxyStrictSSL') !== false,
    systemCertificates: personal('systemCertificates') !== false,
    caFile,
    limits,
  };
}

/** A setting of `http` as the person, not a folder, has it. */
function personal(key: string): unknown {
  const values = vscode.workspace.getConfiguration('http').inspect<unknown>(key);
  return values?.globalValue ?? values?.defaultValue;
}
