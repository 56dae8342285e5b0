/**
 * What the set-up fetches, pinned. A folder in the cache carries the version in its name, so a new number here is a new folder.
 */

/** The Node that runs code-server, the command line and the tests. */
export const nodeVersion = '24.21.0';

/** The Node for the oldest code-server. */
export const oldestNodeVersion = '22.23.3';

/** VS Code 1.139.1. */
export const codeServerVersion = '4.139.1';

/** VS Code 1.106, the extension's minimum. */
export const oldestCodeServerVersion = '4.106.3';

/** The embedded engine's library; equals peerDependencies in package.json and scripts/engine/package.json. */
export const engineVersion = '3.22.1';

/** The Deno that the evaluation's tests shut scripts in with; nothing else uses it. */
export const denoVersion = '2.9.6';

/** The smallest Node that runs our own bundles. */
export const minimumNodeMajor = 22;

/** The try-out model, small enough for any machine; the catalogue in src/glm knows where it comes from. */
export const tryOutModel = {
  id: 'smollm2-135m-instruct',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  description: 'a 135M try-out model: proves that things work, is not good at code',
};
