/** What is shown of a chip that stands for no place: the text that goes along, also when the same thing went along before and is still open. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Attachment } from '../../../src/chat/conversation/records';
import { AttachmentDocuments } from '../../../src/vscode/chat/AttachmentDocuments';

const editor = vi.hoisted(() => ({
  provide: (_uri: unknown): string => '',
  close: (_document: unknown): void => undefined,
  /** Like VS Code: a document that is open is not asked for again. */
  open: new Map<string, { readonly uri: unknown; readonly text: string }>(),
  shown: '',
}));
vi.mock('vscode', () => {
  const uriOf = (text: string) => ({ toString: () => text });
  return {
    Disposable: { from: () => ({ dispose: () => undefined }) },
    Uri: {
      from: ({ scheme, path, query }: Record<string, string>) => uriOf(`${scheme}:${path}?${query}`),
      parse: uriOf,
    },
    workspace: {
      registerTextDocumentContentProvider: (
        _scheme: string,
        provider: { provideTextDocumentContent: (uri: unknown) => string },
      ) => {
        editor.provide = (uri) => provider.provideTextDocumentContent(uri);
      },
      onDidCloseTextDocument: (listener: typeof editor.close) => {
        editor.close = listener;
      },
      openTextDocument: async (uri: object) => {
        const document = editor.open.get(String(uri)) ?? { uri, text: editor.provide(uri) };
        editor.open.set(String(uri), document);
        return document;
      },
    },
    TabInputWebview: class {},
    window: {
      tabGroups: { activeTabGroup: {} },
      showTextDocument: async ({ text }: { readonly text: string }) => {
        editor.shown = text;
      },
    },
  };
});
beforeEach(() => editor.open.clear());

describe('what goes along, opened', () => {
  const terminal = (text: string): Attachment => ({ id: 'terminal', kind: 'terminal', label: 'Terminal output', text });

  it('is what went along that time, each in a document of its own', async () => {
    const documents = new AttachmentDocuments();
    for (const text of ['$ one', '$ two', '$ one']) {
      await documents.open(terminal(text));
      expect(editor.shown).toBe(text);
    }
    expect(editor.open.size).toBe(2);
  });

  it('is forgotten with its document', async () => {
    const documents = new AttachmentDocuments();
    await documents.open(terminal('$ one'));
    const [document] = editor.open.values();
    editor.close(document);
    expect(editor.provide(document?.uri)).toBe('');
  });
});
