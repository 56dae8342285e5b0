/** Part of root 1, loaded when the person sets up: what the Connect flow does outside the editor. */
import { formatBytes } from '../base/formatBytes';
import { GlmClient } from '../glm/GlmClient';
import { modelsDirectory } from '../node/cacheDirectory';
import type { Progress } from '../node/models/download';
import { fetchModel } from '../node/models/fetchModel';
import type { Log } from '../platform/Log';
import type { NetworkOptions } from '../platform/network';
import type { ConnectContext } from '../vscode/connect/ConnectFlow';

export function setUpHost(
  network: () => Promise<NetworkOptions>,
  log: Log,
): Pick<ConnectContext, 'fetchModel' | 'listModels'> {
  return {
    listModels: async (url, key, signal) => {
      const client = new GlmClient({ url, key, modelId: '', network: await network() });
      return client.listModels(signal).finally(() => client.close());
    },
    fetchModel: async (model, onProgress, signal) => {
      const showBytes = ({ received, total }: Progress): void =>
        onProgress(`${formatBytes(received)} / ${total === undefined ? '?' : formatBytes(total)}`);
      const folder = modelsDirectory(process.env);
      const onWarning = ({ message }: Error): void => log.warn(message);
      const { path } = await fetchModel(
        model,
        { folder, source: undefined, onSource: onProgress, onProgress: showBytes, onWarning },
        signal,
      );
      return path;
    },
  };
}
