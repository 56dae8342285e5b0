/**
 * Reads the settings by the one schema. A value that a folder has no right to set is ignored here once more, whatever VS Code made of the
 * scopes in the manifest, nested forms included.
 */
import * as vscode from 'vscode';
import type { Disposable, Event } from '../base/events';
import { Emitter } from '../base/events';
import type { AgentSettings } from '../chat/agent/AgentHost';
import { readAgentRules } from '../chat/agent/readAgentRules';
import { type EndpointsSettings, readEndpoints } from '../glm/endpoints/readEndpoints';
import type { NetworkSettings } from '../platform/network';
import {
  type ChatSettings,
  type CompletionSettings,
  type EndpointSettings,
  fillInTheMiddleChoices,
  multilineModes,
  type PromptLogSettings,
  type SettingKey,
  settingsSchema,
} from '../platform/settings';
import { readNetworkSettings } from './networkSettings';

const section = 'tandem';

export interface SettingsChange {
  /** Something changed that decides which model is used. */
  readonly endpoint: boolean;
  /** Proxy or certificates changed. */
  readonly network: boolean;
}

export class SettingsReader implements Disposable {
  readonly #didChange = new Emitter<SettingsChange>();
  readonly onDidChange: Event<SettingsChange> = this.#didChange.event;
  readonly #completion = new Map<string, CompletionSettings>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((change) => {
    this.#completion.clear();
    const network = change.affectsConfiguration('http') || change.affectsConfiguration(`${section}.network`);
    if (network || change.affectsConfiguration(section)) {
      const endpoint = ['endpoint', 'endpoints', 'roles', 'engine'].some((key) =>
        change.affectsConfiguration(`${section}.${key}`),
      );
      this.#didChange.fire({ endpoint, network });
    }
  });

  endpoint(): EndpointSettings {
    return {
      url: readString('endpoint.url').trim(),
      model: readString('endpoint.model').trim(),
      fillInTheMiddle: oneOf(fillInTheMiddleChoices, readString('endpoint.fillInTheMiddle'), 'auto'),
      engineModel: readString('engine.model').trim(),
      engineContextSize: readInteger('engine.contextSize'),
    };
  }

  /** All endpoints and roles, entries that cannot be used among the problems. */
  endpoints(): EndpointsSettings {
    return readEndpoints(this.endpoint(), read('endpoints'), read('roles'));
  }

  network(): NetworkSettings {
    const milliseconds = (key: SettingKey): number => readInteger(key) * 1000;
    return readNetworkSettings(readString('network.caFile').trim(), {
      connect: milliseconds('network.connectTimeout'),
      firstByte: milliseconds('network.firstByteTimeout'),
      idle: milliseconds('network.idleTimeout'),
      total: milliseconds('network.totalTimeout'),
    });
  }

  /** Read with every key, so it is remembered for each language and folder until something changes. */
  completion(document?: vscode.TextDocument): CompletionSettings {
    const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri)?.uri;
    const key = `${document?.languageId} ${folder}`;
    const known = this.#completion.get(key);
    if (known !== undefined) {
      return known;
    }
    const settings = this.#readCompletion(document);
    this.#completion.set(key, settings);
    return settings;
  }

  #readCompletion(scope: vscode.ConfigurationScope | undefined): CompletionSettings {
    return {
      enabled: read('completion.enabled', scope) === true,
      debounce: readInteger('completion.debounce', scope),
      multiline: oneOf(multilineModes, readString('completion.multiline', scope), 'auto'),
      maxTokens: readInteger('completion.maxTokens', scope),
    };
  }

  /** Whether what follows a suggestion may be asked for beforehand. */
  prefetches(): boolean {
    return read('completion.prefetch') === true;
  }

  pausesOnBattery(): boolean {
    return read('completion.pauseOnBattery') === true;
  }

  /** Switches completions on or off for one language, for the person, or in the folder of a document. */
  async setCompletionEnabledFor(
    what: { languageId: string } | { folder: vscode.Uri },
    enabled: boolean,
  ): Promise<void> {
    if ('folder' in what) {
      const target = vscode.ConfigurationTarget.WorkspaceFolder;
      await vscode.workspace.getConfiguration(section, what.folder).update('completion.enabled', enabled, target);
    } else {
      const target = vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration(section, what).update('completion.enabled', enabled, target, true);
    }
  }

  /** Switches completions on or off for the person, everywhere but where a folder or language says otherwise. */
  async setCompletionEnabled(enabled: boolean): Promise<void> {
    await setForPerson('completion.enabled', enabled);
  }

  /** Whether VS Code's own chat is offered our models. */
  languageModelChatEnabled(): boolean {
    return read('languageModelChat.enabled') === true;
  }

  chat(): ChatSettings {
    const tokens = read('chat.contextTokens');
    return {
      titles: read('chat.titles') === true,
      contextTokens: typeof tokens === 'number' && tokens >= 1024 ? tokens : 0,
      autoCompact: read('chat.autoCompact') === true,
      codeActions: read('chat.codeActions') === true,
    };
  }

  /** Rules and limits for the work with tools: the person's, never a folder's. */
  agent(): AgentSettings & ReturnType<typeof readAgentRules> {
    const limit = (key: SettingKey): number | undefined => readInteger(key) || undefined;
    const limits = {
      rounds: limit('agent.maxRequests'),
      tokens: limit('agent.maxTokens'),
      minutes: limit('agent.maxMinutes'),
      cost: limit('agent.maxCost'),
    };
    return {
      ...readAgentRules(read('agent.tools'), read('agent.commands'), read('agent.prices'), read('agent.testCommand')),
      limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    };
  }

  promptLog(): PromptLogSettings {
    const classes = read('promptLog.collector.classes');
    const patterns = read('promptLog.redactedPatterns');
    return {
      retentionDays: readInteger('promptLog.retentionDays'),
      sizeLimit: readInteger('promptLog.sizeLimit') * 1_000_000,
      redactedPatterns: stringsOf(patterns),
      collectorUrl: readString('promptLog.collector.url').trim(),
      collectorClasses: stringsOf(classes),
    };
  }

  /** A server and a model there, at the level of the person. `model` '' = the first that it lists. */
  async setEndpoint(url: string, model: string): Promise<void> {
    await setForPerson('endpoint.url', url);
    await setForPerson('endpoint.model', model);
  }

  /** The embedded engine with a model file, in place of a server. */
  async setEngineModel(path: string): Promise<void> {
    await setForPerson('engine.model', path);
    await setForPerson('endpoint.model', '');
    await setForPerson('endpoint.url', '');
  }

  async setEndpointUrl(url: string): Promise<void> {
    await setForPerson('endpoint.url', url);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#didChange.dispose();
  }
}

async function setForPerson(key: SettingKey, value: string | boolean): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
}

function read(key: SettingKey, scope?: vscode.ConfigurationScope): unknown {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  if (settingsSchema[key].scope !== 'machine') {
    return configuration.get<unknown>(key) ?? settingsSchema[key].default;
  }
  const values = configuration.inspect<unknown>(key);
  return values?.globalValue ?? settingsSchema[key].default;
}

function readString(key: SettingKey, scope?: vscode.ConfigurationScope): string {
  const value = read(key, scope);
  return typeof value === 'string' ? value : String(settingsSchema[key].default);
}

function readInteger(key: SettingKey, scope?: vscode.ConfigurationScope): number {
  const schema = settingsSchema[key];
  const value = read(key, scope);
  if (schema.type !== 'integer' || typeof value !== 'number' || !Number.isFinite(value)) {
    return Number(schema.default);
  }
  return Math.min(schema.maximum, Math.max(schema.minimum, Math.round(value)));
}

function oneOf<T extends string>(allowed: readonly T[], value: string, otherwise: T): T {
  return allowed.find((word) => word === value) ?? otherwise;
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
