/**
 * A peer for the bench: Copilot's completion library, as published, driven without an editor. Everything that it asks of its host is stubbed;
 * its own code gathers the context and builds the request, whose body is given back instead of being sent.
 *
 * The package lies in a folder of its own, see `completePeer.mjs` and scripts/bench.mjs; nothing of the product depends on it.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the library keeps free for the answer. */
const completionTokens = 500;

/**
 * Loads the library from a folder and makes a provider.
 * @param {string} folder with the package in `node_modules`
 */
export async function openPeer(folder) {
  const require = createRequire(join(folder, 'index.js'));
  const root = join(folder, 'node_modules', '@vscode', 'chat-lib', 'dist', 'src');
  const load = (...path) => require(join(root, ...path));
  const internal = (...path) => load('_internal', ...path);
  const { createInlineCompletionsProvider, LogLevel } = load('main.js');
  const core = ['extension', 'completions-core', 'vscode-node', 'lib', 'src'];
  const { CopilotTextDocument } = internal(...core, 'textDocument.js');
  const { MutableObservableWorkspace } = internal('platform', 'inlineEdits', 'common', 'observableWorkspace.js');
  const { DocumentId } = internal('platform', 'inlineEdits', 'common', 'dataTypes', 'documentId.js');
  const { CopilotToken, createTestExtendedTokenInfo } = internal(
    'platform',
    'authentication',
    'common',
    'copilotToken.js',
  );
  const { Emitter } = internal('util', 'vs', 'base', 'common', 'event.js');
  const { URI } = internal('util', 'vs', 'base', 'common', 'uri.js');
  const { Response, HeadersImpl } = internal('platform', 'networking', 'common', 'fetcherService.js');
  const { StringEdit, StringReplacement } = internal(
    'util',
    'vs',
    'editor',
    'common',
    'core',
    'edits',
    'stringEdit.js',
  );
  const { OffsetRange } = internal('util', 'vs', 'editor', 'common', 'core', 'ranges', 'offsetRange.js');

  /** Waits for the next request's body. */
  let next;
  const fetcher = {
    getUserAgentLibrary: () => 'bench',
    fetch: async (url, options) => {
      const body = options.json ?? (options.body === undefined ? undefined : JSON.parse(options.body));
      if (body?.prompt !== undefined) {
        next?.({ body, at: performance.now(), url });
        const end =
          'data: {"id":"1","choices":[{"index":0,"text":" ","finish_reason":"stop","logprobs":null}]}\n\ndata: [DONE]\n\n';
        return Response.fromText(
          200,
          'OK',
          HeadersImpl.fromMap(new Map([['content-type', 'text/event-stream']])),
          end,
          'test-stub',
        );
      }
      return Response.fromText(200, 'OK', HeadersImpl.fromMap(new Map()), '{}', 'test-stub');
    },
    disconnectAll: async () => {},
    makeAbortController: () => new AbortController(),
    isAbortError: (error) => error?.name === 'AbortError',
    isInternetDisconnectedError: () => false,
    isFetcherError: () => false,
    isNetworkProcessCrashedError: () => false,
    getUserMessageForFetcherError: String,
    fetchWithPagination: async () => [],
  };
  const token = new CopilotToken(
    createTestExtendedTokenInfo({ token: 'bench', username: 'bench', copilot_plan: 'individual' }),
  );
  const never = new Emitter().event;
  const authService = {
    _serviceBrand: undefined,
    isMinimalMode: false,
    onDidAuthenticationChange: never,
    onDidCopilotTokenChange: never,
    onDidAccessTokenChange: never,
    onDidAdoAuthenticationChange: never,
    anyGitHubSession: undefined,
    permissiveGitHubSession: undefined,
    hasCopilotTokenSource: true,
    speculativeDecodingEndpointToken: undefined,
    copilotToken: token,
    getCopilotToken: async () => token,
    resetCopilotToken: () => {},
    getGitHubSession: async () => undefined,
    getAdoAccessTokenBase64: async () => undefined,
  };
  const events = {
    onDidChangeTextDocument: new Emitter(),
    onDidOpenTextDocument: new Emitter(),
    onDidCloseTextDocument: new Emitter(),
    onDidFocusTextDocument: new Emitter(),
    onDidChangeWorkspaceFolders: new Emitter(),
  };
  const workspace = new MutableObservableWorkspace();
  const open = new Map();
  const observed = new Map();
  let folders = [];
  const provider = createInlineCompletionsProvider({
    fetcher,
    authService,
    telemetrySender: { sendTelemetryEvent: () => {}, sendEnhancedTelemetryEvent: () => {} },
    logTarget: {
      logIt: (level, ...rest) => (process.env.PEER_LOG && level <= LogLevel.Trace ? console.error(...rest) : undefined),
    },
    isRunningInTest: false,
    contextProviderMatch: async () => 0,
    statusHandler: { didChange: () => {} },
    documentManager: {
      ...Object.fromEntries(Object.entries(events).map(([name, emitter]) => [name, emitter.event])),
      getTextDocumentsUnsafe: () => [...open.values()],
      findNotebook: () => undefined,
      getWorkspaceFolders: () => folders,
    },
    workspace,
    urlOpener: { open: async () => {} },
    editorInfo: { name: 'vscode', version: '1.106.0' },
    editorPluginInfo: { name: 'copilot-chat', version: '0.50.0' },
    relatedPluginInfo: [],
    editorSession: { sessionId: 'bench', machineId: 'bench' },
    notificationSender: { showWarningMessage: async () => undefined },
    endpointProvider: {
      _serviceBrand: undefined,
      onDidModelsRefresh: never,
      getAllCompletionModels: async () => [],
      getAllChatEndpoints: async () => [],
      getChatEndpoint: async () => undefined,
      getEmbeddingsEndpoint: async () => undefined,
    },
  });

  const uriOf = (path) => pathToFileURL(path).href;

  return {
    /** The workspace folder, once. */
    openFolder(path) {
      folders = [{ uri: uriOf(path), name: 'bench' }];
      events.onDidChangeWorkspaceFolders.fire({ workspaceFolders: folders, added: folders, removed: [] });
    },
    /** Opens a document as an editor tab, and gives it the focus. */
    openDocument(path, languageId, text) {
      const uri = uriOf(path);
      open.set(uri, CopilotTextDocument.create(uri, languageId, 1, text));
      observed.set(
        uri,
        workspace.addDocument({
          id: DocumentId.create(uri),
          workspaceRoot: folders[0] && URI.parse(folders[0].uri),
          initialValue: text,
        }),
      );
      events.onDidOpenTextDocument.fire({ document: { uri, languageId, version: 1, text } });
      events.onDidFocusTextDocument.fire({ document: { uri } });
    },
    closeDocument(path) {
      const uri = uriOf(path);
      open.delete(uri);
      observed.get(uri)?.dispose();
      observed.delete(uri);
      events.onDidCloseTextDocument.fire({ document: { uri } });
    },
    /** Types a text at an offset. */
    type(path, offset, text) {
      const uri = uriOf(path);
      const before = open.get(uri);
      const at = before.positionAt(offset);
      const change = { range: { start: at, end: at }, rangeOffset: offset, rangeLength: 0, text };
      open.set(uri, CopilotTextDocument.withChanges(before, [change], before.version + 1));
      observed.get(uri)?.applyEdit(StringEdit.single(new StringReplacement(OffsetRange.emptyAt(offset), text)));
      events.onDidChangeTextDocument.fire({ document: { uri, version: before.version + 1 }, contentChanges: [change] });
    },
    /** Asks at an offset; resolves to the request's body and the milliseconds until it was ready, or undefined when none was made. */
    async request(path, offset) {
      const document = open.get(uriOf(path));
      const started = performance.now();
      const sent = new Promise((resolve) => {
        next = resolve;
      });
      const answer = provider.getInlineCompletions(document, document.positionAt(offset)).catch((error) => {
        if (process.env.PEER_LOG) console.error(error);
      });
      const found = await Promise.race([sent, answer.then(() => undefined)]);
      next = undefined;
      await answer;
      return found === undefined ? undefined : { body: found.body, milliseconds: found.at - started };
    },
    /** Tokens of the prompt; the library's own default is 7,692. */
    setPromptTokens: (tokens) =>
      provider.updateTreatmentVariables({ maxpromptcompletionTokens: tokens + completionTokens }),
    dispose: () => provider.dispose(),
  };
}
