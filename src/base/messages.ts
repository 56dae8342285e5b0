import { doctorMessages } from './doctorMessages';
import { evaluationMessages } from './evaluationMessages';

/**
 * Every sentence that the core can cause to be shown, in English, by id. `{0}`, `{1}` are arguments. The same English text is the key
 * of the translations in `l10n/`, which VS Code and the command line both read; a test holds the two together.
 */
export const messages = {
  ...doctorMessages,
  ...evaluationMessages,

  // anything that nobody foresaw
  unexpected: 'Something unexpected went wrong. The log has the details.',

  // endpoint faults
  'endpoint.notConfigured':
    'No model is connected yet. Run “GLM Tandem: Connect”, or set an endpoint address or a model file in the settings.',
  'endpoint.invalidUrl': '“{0}” is not an endpoint address. It should look like http://localhost:8000/v1.',
  'endpoint.hostNotFound': 'The host {0} cannot be found. Check the endpoint address and the network.',
  'endpoint.refused': 'Nothing answers at {0}. Start the server, or check the endpoint address.',
  'endpoint.unreachable': 'The connection to {0} failed ({1}). Check the network and the server, then try again.',
  'endpoint.timeout': '{0} did not answer within {1} seconds.',
  'endpoint.tls': 'The certificate of {0} is not trusted ({1}). Add its authority to the system’s certificates.',
  'endpoint.tlsIssuer':
    'The certificate of {0}, issued by “{1}”, is not trusted ({2}). Add that authority to the system’s certificates, or set tandem.network.caFile.',
  'endpoint.tlsVersion': '{0} offers only an outdated version of TLS. The server has to be updated.',
  'endpoint.notTls': '{0} does not speak HTTPS. Check whether the endpoint address should begin with http://.',
  'endpoint.proxySignIn':
    'The proxy {0} wants a sign-in. Add the name and password to the proxy’s address (http.proxy in VS Code, HTTPS_PROXY elsewhere).',
  'endpoint.proxyFailed':
    'The proxy {0} cannot be used ({1}). Check the proxy’s address (http.proxy in VS Code, HTTPS_PROXY elsewhere).',
  'endpoint.keyRejected': '{0} rejected the key. Set the key again.',
  'endpoint.keyNeeded': '{0} wants a key, and none is set for it. Set the key.',
  'endpoint.notFound': '{0} has no such path or model (404). Check the endpoint address and the model name “{1}”.',
  'endpoint.modelNotFound': '{0} does not know the model “{1}”. Choose another model in the settings.',
  'endpoint.modelNotInPlan': 'The plan at {0} does not include the model “{1}”. Choose another model in the settings.',
  'endpoint.noModel': '{0} offers no model. Load a model there, or name one in the settings.',
  'endpoint.rateLimited': '{0} asks to slow down. Trying again by itself in a moment.',
  'endpoint.busy': '{0} is busy and asked to slow down. Try again in a moment.',
  'endpoint.badRequest': '{0} did not accept the request: {1}',
  'endpoint.contextExceeded': 'The text is longer than the model’s context at {0}. Send less at once.',
  'endpoint.serverError': '{0} reported an internal error ({1}). Try again in a moment.',
  'endpoint.notAModelServer': 'The answer from {0} is not from a model server. Check the endpoint address.',
  'endpoint.webPage':
    'The answer from {0} is a web page, not one of a model server: “{1}”. Check the endpoint address, and whether the network wants a sign-in.',
  'endpoint.streamCut': 'The answer from {0} stopped early.',
  'endpoint.partsLost': 'Parts of the answer arrived unreadable, so it may have gaps. Ask again for the whole.',
  'endpoint.unknownEnd': 'The server ended the answer for a reason that is not known here: “{0}”.',
  'endpoint.answerIncomplete':
    'The model’s answer stopped in the middle. The server may have run out of memory or time.',
  'endpoint.unsupported': '{0} does not offer {1}.',
  'endpoint.loading': '{0} is still loading the model. Trying again by itself in a moment.',
  'endpoint.stillLoading': '{0} is still loading the model. Try again in a moment.',
  'endpoint.notAllowed': 'The key has no permission for this at {0}. Allow it at the provider, or set another key.',
  'endpoint.noBalance':
    'The account at {0} has no balance for this, or the key belongs to another address of the same provider.',
  'endpoint.noBalanceElsewhere':
    'The account at {0} has no balance for this. If the key belongs to another address of the same provider, set that one: {1}.',
  'endpoint.planExpired': 'The plan at {0} has expired. Renew it, or choose another endpoint.',
  'endpoint.quotaReachedUntil': 'The usage limit at {0} is reached. It resets at {1}.',
  'endpoint.refusedByPolicy': '{0} refused the text because of its content policy. Put it in other words.',
  'endpoint.smallContext':
    '{0} runs the model with a context of {1} tokens only, too little for a conversation with files. Raise it at the server (Ollama: OLLAMA_CONTEXT_LENGTH).',
  'endpoint.badEntry': 'The setting tandem.endpoints has an entry that cannot be used: {0}',
  'endpoint.unknownName': 'The setting tandem.roles names the endpoint “{0}”, which there is not.',
  'endpoint.unreadableCaFile': 'The file of tandem.network.caFile cannot be read: {0}',
  'endpoint.quotaReached': 'The usage limit at {0} is reached.',
  'endpoint.accountProblem': '{0} reports a problem with the account. Look at the provider’s console.',
  'endpoint.redirect': '{0} redirects to {1}, which was not followed. Set the right endpoint address.',

  // embedded engine
  'engine.notInstalled':
    'The engine is not part of this package. Install the package for your platform, or run “npm run setup” in a checkout.',
  'engine.noBinary':
    'The engine has no binary for this machine ({0}). Use a model server and set its address as the endpoint.',
  'engine.modelNotFound':
    'There is no model file at {0}. Check the path, or fetch a model with “glm-tandem models get”.',
  'engine.notGguf': '{0} is not a GGUF model file. Choose a file whose name ends in .gguf.',
  'engine.truncated': '{0} is incomplete: {1} of at least {2} bytes are there. Fetch the file again.',
  'engine.unknownArchitecture': 'The engine does not know the model architecture “{0}”. Choose another model.',
  'engine.notEnoughMemory':
    'The model needs about {0} of memory and {1} is free. Close programs, lower the context size or choose a smaller model.',
  'engine.outOfMemory':
    'There is not enough memory for {0}. Close programs, lower the context size or choose a smaller model.',
  'engine.portBusy': 'Port {0} cannot be used. Choose another port, or none to get a free one.',
  'engine.loadFailed': 'The engine could not load the model {0}. {1}',
  'engine.stopped': 'The engine stopped unexpectedly ({0}). The log has the details.',

  // catalogue of models
  'models.unknown': 'There is no model “{0}” in the catalogue. “glm-tandem models list” shows them all.',
  'models.noDiskSpace':
    'The model needs {0} of disk space and {1} is free in {2}. Make room, or choose another folder with --to.',
  'models.littleMemory': 'This machine has {0} of memory and the model needs about {1}; it may not start.',
  'models.notFetched':
    'The model could not be fetched. Tried:\n{0}\nTwo ways on: fetch a GGUF file in another way and name it with --model PATH, or use a model server with --endpoint URL.',

  // sandbox and evaluation
  'sandbox.none':
    'A model’s code runs in a sandbox only, and this machine has none. On Linux install bubblewrap (sudo apt-get install bubblewrap). For JavaScript and TypeScript Deno is enough.',
  'sandbox.noDeno':
    'There is no Deno here that the user who runs the programs can start. Install it for everybody (https://deno.com), or name it in TANDEM_DENO.',
  'sandbox.denoOnly': 'Deno runs JavaScript and TypeScript only, and some of these items are in another language.',
  'sandbox.noUser':
    'Started as root, and there is no user “nobody” to become: process limits do not hold for root. Start it as another user.',
  'sandbox.noPython':
    'The sandbox needs a Python 3 that every user of the machine can start, such as /usr/bin/python3. Install one, or name it in TANDEM_PYTHON.',
  'sandbox.leaks': 'The sandbox does not hold here ({0}): {1}. Nothing was run.',
  'evaluation.noData': 'There is no file of this data set at {0}. Check --data.',
  'evaluation.badData': 'The data set at {0} cannot be read ({1}).',
  'evaluation.noItems': 'The data set at {0} has no items of this choice.',
  'evaluation.badSamples': 'The samples in {0} cannot be read ({1}).',
  'evaluation.noSamples': 'No sample in {0} belongs to an item of the data set. Check its “task_id”.',
  'evaluation.selfTest':
    'The self-test of the evaluation failed, so no score would be right. “glm-tandem evaluate self-test” shows what went wrong.',
  'evaluation.runExists': 'There is a run in {0} already. Go on with it by --resume, or choose another folder.',
  'evaluation.otherRun': 'The run in {0} was started with other options or data. Choose another folder.',
  'evaluation.noRun': 'There is no run in {0}.',
  'evaluation.badReport': '{0} is no report of an evaluation.',
  'evaluation.cannotMerge': 'These are not parts of one run: {0}.',
  'evaluation.nothingShared': '{0} and {1} have no item in common.',

  // files of the user
  'file.readOnly': '{0} is read-only.',
  'file.refused': '{0} could not be changed ({1}).',
  'file.changed': '{0} was changed in the meantime.',
} as const satisfies Record<string, string>;

export type MessageId = keyof typeof messages;

/** The sentence for an id in English or, with `translate`, in the person's language. */
export function formatMessage(
  id: MessageId,
  args: readonly (string | number)[] = [],
  translate: (english: string) => string = (english) => english,
): string {
  return translate(messages[id]).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(args[Number(index)] ?? placeholder),
  );
}
