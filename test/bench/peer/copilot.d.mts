/** What `copilot.mjs` gives, for the programs in TypeScript. */

export interface PeerBody {
  readonly prompt: string;
  readonly suffix: string;
  readonly extra?: { readonly context?: readonly string[] };
}

export interface Peer {
  openFolder(path: string): void;
  openDocument(path: string, languageId: string, text: string): void;
  closeDocument(path: string): void;
  type(path: string, offset: number, text: string): void;
  request(
    path: string,
    offset: number,
  ): Promise<{ readonly body: PeerBody; readonly milliseconds: number } | undefined>;
  setPromptTokens(tokens: number): void;
  dispose(): void;
}

export function openPeer(folder: string): Promise<Peer>;
