/** Python for the chat in the machine's sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPythonSandbox } from '../../../src/node/sandbox/openPythonSandbox';
import { silentLog } from '../../../src/platform/Log';
import { CodeInterpreter } from '../../../src/sandbox/CodeInterpreter';
import { Interpreters } from '../../../src/sandbox/Interpreters';
import { openTestTools, type TestTools } from '../../support/evaluationTools';

const never = new AbortController().signal;
let opened: TestTools;
beforeAll(async () => {
  opened = await openTestTools();
});
afterAll(() => opened[Symbol.asyncDispose]());

describe('the code interpreter', () => {
  it('keeps names from one program to the next, and shows output, last values and exceptions', async () => {
    const interpreter = new CodeInterpreter(opened.tools.sandbox, opened.tools.python);
    expect(await interpreter.run('x = 20\nprint("made")', never)).toMatchObject({ output: 'made\n', error: undefined });
    expect(await interpreter.run('x + 22', never)).toMatchObject({ output: '42\n', startsAfresh: false });
    const failed = await interpreter.run('def f():\n    return 1 / 0\nf()', never);
    expect(failed.error).toMatch(/interpreter\.py", line 2, in f[\s\S]*ZeroDivisionError/);
    interpreter.dispose();
  });

  it('brings back pictures that the program made', async () => {
    const interpreter = new CodeInterpreter(opened.tools.sandbox, opened.tools.python);
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const { pictures } = await interpreter.run(
      `import base64\nopen("dot.png", "wb").write(base64.b64decode("${pixel}"))`,
      never,
    );
    expect(pictures).toEqual([{ type: 'image/png', data: pixel }]);
    interpreter.dispose();
  });

  it('has no network and no file of the machine', async () => {
    const interpreter = new CodeInterpreter(opened.tools.sandbox, opened.tools.python);
    const { error } = await interpreter.run('import socket\nsocket.create_connection(("1.1.1.1", 53), 2)', never);
    expect(error).toMatch(/OSError|unreachable/);
    expect((await interpreter.run('open("/etc/passwd")', never)).error).toContain('FileNotFoundError');
    interpreter.dispose();
  });

  it('ends what runs too long, and starts afresh', async () => {
    const interpreter = new CodeInterpreter(opened.tools.sandbox, opened.tools.python, 8_000);
    await interpreter.run('x = 1', never);
    expect(await interpreter.run('while True:\n    pass', never)).toMatchObject({ error: 'time limit' });
    expect(await interpreter.run('"x" in globals()', never)).toMatchObject({ output: 'False\n', startsAfresh: true });
    interpreter.dispose();
  });

  it('is there for conversations in the sandbox that the extension opens, each with its own names', async () => {
    const interpreters = new Interpreters(() => openPythonSandbox(silentLog));
    await interpreters.prepare(never);
    expect(await interpreters.run('a', 'six = 6', never)).toMatchObject({ error: undefined });
    expect(await interpreters.run('a', 'six * 7', never)).toMatchObject({ output: '42\n', error: undefined });
    expect(await interpreters.run('b', 'six', never)).toMatchObject({ error: expect.stringContaining('NameError') });
    await interpreters.dispose();
  });

  it('is cancelled with the question', async () => {
    const interpreter = new CodeInterpreter(opened.tools.sandbox, opened.tools.python);
    const controller = new AbortController();
    const result = interpreter.run('while True:\n    pass', controller.signal);
    controller.abort(new DOMException('no more', 'AbortError'));
    await expect(result).rejects.toThrow('no more');
    interpreter.dispose();
  });
});
