// Runs statements of JavaScript that test functions of a program in another sandbox; the counterpart of judge.py.
const vm = require('node:vm');
const channel = createChannel();
const task = channel.read();

function remote(name) {
  return (...args) => {
    channel.write({ name, args: encode(args) }, 'C');
    const answer = channel.read();
    if ('error' in answer) {
      const error = new Error(`${answer.error}: ${answer.message}`);
      error.name = answer.error;
      error.ofProgram = true;
      throw error;
    }
    // What the program changed in place is changed here as well.
    decode(answer.args).forEach((theirs, index) => {
      const own = args[index];
      if (Array.isArray(own) && Array.isArray(theirs)) own.splice(0, own.length, ...theirs);
    });
    return decode(answer.result);
  };
}

function tell(passed, error = {}) {
  channel.write({ nonce: task.nonce, passed, total: 1, ...error }, 'V');
  process.exit(0);
}

globalThis.require = require;
for (const name of task.names) globalThis[name] = remote(name);
try {
  vm.runInThisContext(task.tests, { filename: 'tests.js' });
} catch (error) {
  tell(0, {
    error: nameOf(error),
    message: messageOf(error),
    ofProgram: error?.ofProgram === true,
    // Not an assertion and not the program: the tests themselves are wrong.
    brokenTest: error?.ofProgram !== true && error?.code !== 'ERR_ASSERTION' && error instanceof SyntaxError,
  });
}
tell(1);
