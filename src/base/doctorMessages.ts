/** What the doctor of endpoints says: headings, findings and fixes. Part of `messages.ts`; apart from it for its length. */
export const doctorMessages = {
  // headings
  'doctor.heading.address': 'Address',
  'doctor.heading.connection': 'Connection',
  'doctor.heading.server': 'Server',
  'doctor.heading.key': 'Key',
  'doctor.heading.model': 'Model',
  'doctor.heading.context': 'Context',
  'doctor.heading.markers': 'Fill in the middle',
  'doctor.heading.completion': 'Raw completions',
  'doctor.heading.streaming': 'Streaming',
  'doctor.heading.usage': 'Token counts',
  'doctor.heading.speed': 'Speed',
  'doctor.heading.cache': 'Prompt cache',
  'doctor.heading.tools': 'Tool calls',
  'doctor.heading.cancel': 'Cancelling',
  'doctor.level.ok': 'OK',
  'doctor.level.info': 'Note',
  'doctor.level.warning': 'Warning',
  'doctor.level.problem': 'Problem',
  'doctor.report.title': 'GLM Tandem: endpoint report',
  'doctor.report.endpoint': 'Endpoint: {0}',
  'doctor.report.model': 'Model: {0}',
  'doctor.report.fine': 'Everything that was checked works.',
  'doctor.report.counts': 'Problems: {0}. Warnings: {1}.',

  // address, connection, key
  'doctor.address.valid': 'The address reads as {0}.',
  'doctor.address.unencrypted': 'The key and your code go to {0} unencrypted.',
  'doctor.address.useHttps': 'Use an address that begins with https://, or a tunnel.',
  'doctor.connection.answers': '{0} answers within {1} ms.',
  'doctor.connection.trusted': '{0} answers within {1} ms, and its certificate is trusted.',
  'doctor.connection.proxy': 'Requests go through the proxy {0}.',
  'doctor.connection.unchecked': 'Certificates are not checked, so anybody on the way can read along.',
  'doctor.connection.checkAgain':
    'Turn VS Code’s setting http.proxyStrictSSL on, and name your organisation’s authority in tandem.network.caFile.',
  'doctor.server.kind': 'GLM Tandem speaks to it as {0}.',
  'doctor.key.accepted': 'The server raises no objection to the key.',
  'doctor.key.notNeeded': 'The server answers without a key.',
  'doctor.key.set': 'In VS Code run “GLM Tandem: Set Endpoint Key”; on the command line use --key-from-env.',

  // model and context
  'doctor.model.present': 'The model “{0}” is there, one of {1}.',
  'doctor.model.first': 'No model is named, so the first of {1} is used: “{0}”.',
  'doctor.model.missing': 'The server does not list the model “{0}”. It lists: {1}.',
  'doctor.model.choose': 'Choose one of these as the model, or load the model on the server.',
  'doctor.model.unlisted': 'The server does not list its models.',
  'doctor.model.name': 'Name the model in the settings.',
  'doctor.context.known': 'The context is {0} tokens.',
  'doctor.context.small': 'The context is {0} tokens, which is little for chat with files.',
  'doctor.context.ollama':
    'The model can take {0} tokens, but Ollama cuts prompts at its own limit, often 4096 tokens.',
  'doctor.context.raise':
    'Give the server a larger context: --ctx-size with llama.cpp, OLLAMA_CONTEXT_LENGTH with Ollama, --max-model-len with vLLM.',
  'doctor.context.byModel':
    'The server does not tell how long its context is. This model is known for {0} tokens; a server of your own may run it with less.',
  'doctor.context.unknown': 'The server does not tell how long its context is.',

  // fill in the middle, completions
  'doctor.markers.single': 'The markers for filling in the middle are single tokens of the model.',
  'doctor.markers.infill': 'The server fills in the middle itself, with the markers that the model’s file names.',
  'doctor.markers.chat': 'The text at the cursor is asked for in words, through chat.',
  'doctor.markers.missing':
    'The model does not know the markers, so it completes from the text before the cursor only.',
  'doctor.markers.useCodeGeeX': 'For suggestions that fit what follows the cursor, use CodeGeeX4.',
  'doctor.markers.unknown': 'The server cannot count tokens, so the markers could not be checked.',
  'doctor.markers.set': 'If the model was trained for it, set tandem.endpoint.fillInTheMiddle yourself.',
  'doctor.completion.works': 'Raw completions work, as inline suggestions want them.',
  'doctor.completion.empty': 'A raw completion came back without text.',
  'doctor.completion.missing': 'The server offers no raw completions, so suggestions are asked for through chat.',
  'doctor.completion.goesOn':
    'The server goes on behind texts at which it is told to stop, so suggestions are ended here and cost more than they need.',
  'doctor.completion.useOther':
    'Inline suggestions work best with a server that offers /completions, such as llama.cpp or vLLM.',

  // streaming, counts, speed, cache
  'doctor.streaming.works': 'Answers arrive while they are written, in {0} pieces.',
  'doctor.streaming.whole': 'Answers arrive in one piece.',
  'doctor.streaming.buffered': 'See whether the server, or a proxy before it, holds streams back.',
  'doctor.streaming.cut': 'The answer stopped in the middle, without the word that ends one.',
  'doctor.streaming.unbroken':
    'See whether the server ran out of memory or time, or a proxy before it ends connections early.',
  'doctor.streaming.empty': 'The model’s answer had no text within {0} tokens. It may be thinking first.',
  'doctor.usage.reported': 'The server counts tokens: {0} in, {1} out.',
  'doctor.usage.missing': 'The server does not count tokens, so counts are estimated.',
  'doctor.speed.figures': 'The first text came after {0} ms, then {1} tokens a second.',
  'doctor.speed.slow': 'The first text came after {0} ms, then {1} tokens a second. Suggestions will come late.',
  'doctor.speed.faster': 'A smaller model or a graphics card makes it faster.',
  'doctor.cache.used': 'A repeated prompt is taken from the cache: {0} of {1} tokens.',
  'doctor.cache.unused': 'A repeated prompt was read anew: the server reports no cached tokens.',
  'doctor.cache.turnOn': 'Turn the server’s prompt cache on; suggestions come sooner with it.',
  'doctor.cache.silent':
    'The server does not report cached tokens. A prompt took {0} ms the first time and {1} ms the second.',

  // tools, cancelling
  'doctor.tools.parsed': 'The server reads the model’s tool calls.',
  'doctor.tools.text': 'Tool calls arrive as text in GLM’s own form; GLM Tandem reads them.',
  'doctor.tools.notCalled': 'The model answered without calling the tool that it was offered.',
  'doctor.tools.useLarger': 'Small models often do. For work with tools, choose a model that was trained for them.',
  'doctor.tools.refused': 'The server refuses requests with tools.',
  'doctor.tools.enable':
    'Start the server with tool calls: --jinja with llama.cpp, --enable-auto-tool-choice with vLLM.',
  'doctor.cancel.stops': 'The server stopped {0} ms after a request was cancelled.',
  'doctor.cancel.goesOn': 'The server still works {0} ms after a request was cancelled.',
  'doctor.cancel.update': 'Update the server: cancelled suggestions keep it busy and slow down the next ones.',
  'doctor.cancel.unseen':
    'The connection closes {0} ms after cancelling. The server takes several requests at once, so whether it stops cannot be seen.',
  'doctor.cancel.displaced': 'A new request ends the one that is running, so a suggestion can cut a chat answer off.',
  'doctor.cancel.keepRunning': 'With llama-cpp-python, start the server with --interrupt_requests false.',
  'doctor.cancel.tooShort': 'The model’s answers were too short for cancelling them.',

  // checks themselves
  'doctor.check.timeout': 'This check was given up after {0} seconds.',
} as const satisfies Record<string, string>;
