// The program under test in JavaScript, alone in its sandbox; the counterpart of candidate.py. `values.cjs` stands before it.
const vm = require('node:vm');
const channel = createChannel();
const task = channel.read();
const { write } = channel;
try {
  // Comments before "use strict" and a last expression do no harm: it is a script of its own.
  globalThis.require = require;
  globalThis.module = { exports: {} };
  globalThis.exports = globalThis.module.exports;
  vm.runInThisContext(task.source, { filename: 'solution.js' });
  write({ ready: true });
} catch (error) {
  write({ ready: false, error: nameOf(error), message: messageOf(error) });
  process.exit(0);
}
for (;;) {
  const call = channel.read();
  try {
    const found = vm.runInThisContext(call.name);
    const args = decode(call.args);
    const result = found(...args);
    write({ result: encode(result), args: encode(args) });
  } catch (error) {
    write({ error: nameOf(error), message: messageOf(error) });
  }
}
