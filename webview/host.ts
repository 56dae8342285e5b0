/** The way to the extension and the page's own small memory. */
import { parseToPage, type ToHost, type ToPage } from '../src/protocol/chat';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a message to the extension. */
export function send<Method extends ToHost['method']>(
  method: Method,
  params: Extract<ToHost, { method: Method }>['params'],
): void {
  api.postMessage({ method, params });
}

/** Hears of every message that the protocol knows. */
export function listen(onMessage: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = parseToPage(data);
    if (message !== undefined) {
      onMessage(message);
    }
  });
}

/** What VS Code keeps for the page while it is hidden or moved. */
export function remembered(): { readonly draft: string } | undefined {
  const state = api.getState();
  return typeof state === 'object' && state !== null && 'draft' in state && typeof state.draft === 'string'
    ? { draft: state.draft }
    : undefined;
}

export function remember(state: { readonly draft: string }): void {
  api.setState(state);
}
