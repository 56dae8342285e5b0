/** Completions as a person has them: real keys in a real VS Code, and an endpoint that says what a model cannot be made to say. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

/** Three cells: prose, code, and the last one, which is empty. */
const notebook = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Areas\n', 'of circles'] },
    { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source: ['import math\n', 'radius = 2'] },
    { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source: ['area'] },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
});

const files = {
  'shapes.ts': 'export const unit = 1;\n',
  'mean.py': 'import math\n\n',
  'through.ts': 'export const unit = 1;\n',
  'back.ts': 'export const unit = 1;\n',
  'indented.py': 'import math\n\ndef two():\n    ',
  'list.ts': 'export const measure = 1;\n',
  'escape.ts': 'export const unit = 1;\n',
  'off.ts': 'export const unit = 1;\n',
  'brackets.py': 'name = "x"\n',
  'chinese.py': 'import math\n\n',
  'word.ts': 'export const unit = 1;\n',
  'others.ts': 'export const unit = 1;\n',
  'why.ts': 'export const unit = 1;\n',
  'composing.py': 'import math\n\n',
  'further.ts': 'export const unit = 1;\n',
  'snooze.ts': 'export const unit = 1;\n',
  'notes.ipynb': notebook,
};

describe('completion', () => {
  const endpoint = new ScriptedEndpoint();
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'completion',
      files,
      // Requests that nobody asked for would be counted; there is a test of its own for them.
      settings: { 'tandem.endpoint.url': `${endpoint.url}/v1`, 'tandem.completion.prefetch': false },
    });
  });
  beforeEach(() => {
    endpoint.reset();
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  /** Types at the end of a file, expects the very suggestion, accepts it with Tab and compares what lies on disk. */
  async function check(
    path: keyof typeof files,
    typed: string,
    said: string,
    shown: string,
    saved: string,
  ): Promise<void> {
    endpoint.always(streamOf(said));
    await workbench.openFile(path);
    await workbench.type(typed);
    await workbench.waitForGhostText(shown);
    await workbench.screenshot(path.replace(/\W/g, '-'));
    await workbench.press('Tab');
    await workbench.waitForNoGhostText();
    expect(await workbench.save(path)).toBe(saved);
  }

  it('shows the rest of the line and puts it into the file with Tab', () =>
    check(
      'shapes.ts',
      'export const area = ',
      'unit * unit;',
      'unit * unit;',
      'export const unit = 1;\nexport const area = unit * unit;',
    ));

  it('shows several lines where a block opens', () =>
    check(
      'mean.py',
      'def mean(values):\n',
      'total = sum(values)\n    return total / len(values)\n',
      'total = sum(values)\n    return total / len(values)',
      'import math\n\ndef mean(values):\n    total = sum(values)\n    return total / len(values)',
    ));

  it('fits between brackets that the editor has closed', () =>
    check('brackets.py', 'print(', 'name)', 'name', 'name = "x"\nprint(name)'));

  it('writes Chinese, in comments and in code', () =>
    check(
      'chinese.py',
      '# 计算',
      '圆的面积，半径为正数',
      '圆的面积，半径为正数',
      'import math\n\n# 计算圆的面积，半径为正数',
    ));

  it('keeps the suggestion while it is being typed, without asking again', async () => {
    endpoint.always(streamOf('unit + unit + unit;'));
    await workbench.openFile('through.ts');
    await workbench.type('const sum = ');
    await workbench.waitForGhostText('unit + unit + unit;');
    const asked = endpoint.generations.length;
    await workbench.type('unit ', 120);
    await workbench.waitForGhostText('+ unit + unit;');
    await workbench.type('+ u', 120);
    await workbench.waitForGhostText('nit + unit;');
    await workbench.screenshot('typed-through');
    expect(endpoint.generations.length).toBe(asked);
    await workbench.press('Tab');
    expect(await workbench.save('through.ts')).toBe('export const unit = 1;\nconst sum = unit + unit + unit;');
  });

  it('comes back when one goes back to where it began', async () => {
    endpoint.always(streamOf('unit + unit;'));
    await workbench.openFile('back.ts');
    await workbench.type('const sum = ');
    await workbench.waitForGhostText('unit + unit;');
    const asked = endpoint.generations.length;
    await workbench.type('un', 120);
    await workbench.waitForGhostText('it + unit;');
    await workbench.press('Backspace');
    await workbench.press('Backspace');
    await workbench.waitForGhostText('unit + unit;');
    expect(endpoint.generations.length).toBe(asked);
  });

  it('stays when its line is indented less by Backspace, or again by Tab', async () => {
    endpoint.always(streamOf('return 2'));
    await workbench.openFile('indented.py');
    await workbench.press('Alt+\\');
    await workbench.waitForGhostText('return 2');
    const asked = endpoint.generations.length;
    await workbench.press('Backspace');
    await workbench.waitForGhostText('    return 2');
    await workbench.press('Tab');
    await workbench.waitForGhostText('return 2');
    expect(endpoint.generations.length).toBe(asked);
    await workbench.press('Tab');
    expect(await workbench.save('indented.py')).toBe('import math\n\ndef two():\n    return 2');
  });

  it('goes on from the item of an open list, which Tab accepts first', async () => {
    endpoint.always(({ json }) => streamOf(/ measure$/.test(String(json?.prompt)) ? ' * 2;' : ''));
    await workbench.openFile('list.ts');
    await workbench.type('const twice = meas');
    await workbench.press('Control+ ');
    await workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'measure' }).waitFor();
    await workbench.waitForGhostText('ure * 2;');
    await workbench.screenshot('list');
    await workbench.press('Tab');
    await workbench.waitForGhostText(' * 2;');
    await workbench.press('Tab');
    expect(await workbench.save('list.ts')).toBe('export const measure = 1;\nconst twice = measure * 2;');
  });

  it('goes away with Escape and leaves the text alone', async () => {
    endpoint.always(streamOf('unit;'));
    await workbench.openFile('escape.ts');
    await workbench.type('const copy = ');
    await workbench.waitForGhostText('unit;');
    await workbench.press('Escape');
    await workbench.waitForNoGhostText();
    expect(await workbench.save('escape.ts')).toBe('export const unit = 1;\nconst copy = ');
  });

  it('is switched off and on with the keyboard alone, and can be asked for while off', async () => {
    endpoint.always(streamOf('unit;'));
    await workbench.openFile('off.ts');
    await workbench.runCommand('GLM Tandem: Toggle Inline Completions');
    await workbench.waitForStatus(/\bOff\b/);
    await workbench.type('const copy = ');
    // Longer than the pause before a request.
    await workbench.page.waitForTimeout(1000);
    expect(endpoint.generations).toHaveLength(0);
    expect(await workbench.ghostText()).toBe('');
    await workbench.screenshot('off');

    await workbench.press('Alt+\\');
    await workbench.waitForGhostText('unit;');
    await workbench.press('Escape');

    await workbench.runCommand('GLM Tandem: Toggle Inline Completions');
    await workbench.waitForStatus(/\bReady\b/);
    await workbench.type('1 + ');
    await workbench.waitForGhostText('unit;');
  });

  it('is accepted word by word with VS Code’s own keys, without asking again', async () => {
    endpoint.always(streamOf('unit * unit;'));
    await workbench.openFile('word.ts');
    await workbench.type('const area = ');
    await workbench.waitForGhostText('unit * unit;');
    const asked = endpoint.generations.length;
    await workbench.press('Control+ArrowRight');
    await workbench.waitForGhostText(' * unit;');
    await workbench.press('Control+ArrowRight');
    await workbench.waitForGhostText('* unit;');
    expect(endpoint.generations.length).toBe(asked);
    await workbench.press('Tab');
    expect(await workbench.save('word.ts')).toBe('export const unit = 1;\nconst area = unit * unit;');
  });

  it('shows alternatives when asked for once more', async () => {
    endpoint.always(streamOf('unit + 1;'));
    await workbench.openFile('others.ts');
    await workbench.type('const more = ');
    await workbench.waitForGhostText('unit + 1;');
    endpoint.enqueue(streamOf('unit + 2;'), streamOf('unit + 3;'));
    await workbench.press('Alt+]');
    await workbench.waitForGhostText('unit + 2;');
    await workbench.press('Alt+]');
    await workbench.waitForGhostText('unit + 3;');
    await workbench.press('Alt+[');
    await workbench.waitForGhostText('unit + 2;');
    await workbench.press('Tab');
    expect(await workbench.save('others.ts')).toBe('export const unit = 1;\nconst more = unit + 2;');
  });

  it('tells in the status bar why there is none, and how the model is asked', async () => {
    endpoint.always(streamOf('Here is the completed code.'));
    await workbench.openFile('why.ts');
    await workbench.type('const why = ');
    await workbench.waitForStatus(/\bReady\b/);
    await expect.poll(() => endpoint.generations.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await workbench.page.waitForTimeout(500);
    const hover = await workbench.statusHover();
    await workbench.screenshot('why');
    await workbench.page.mouse.move(400, 300);
    expect(hover).toContain('the model wrote prose instead of code');
    expect(hover).toContain('Here is the completed code.');
    expect(hover).toContain('Only the text before the cursor is sent');
    // In a browser the extension runs elsewhere than the window is seen.
    expect(hover).toContain('Requests go out from the remote machine');
  });

  it('waits while an input method composes', async () => {
    endpoint.always(streamOf('的面积'));
    await workbench.openFile('composing.py');
    const keyboard = await workbench.page.context().newCDPSession(workbench.page);
    const compose = async (letters: string, character: string): Promise<void> => {
      for (let i = 1; i <= letters.length; i++) {
        const text = letters.slice(0, i);
        await keyboard.send('Input.imeSetComposition', { text, selectionStart: i, selectionEnd: i });
        await workbench.page.waitForTimeout(120);
      }
      await workbench.page.waitForTimeout(200);
      expect(await workbench.ghostText()).toBe('');
      await workbench.screenshot(`composing-${letters}`);
      await keyboard.send('Input.insertText', { text: character });
    };
    await workbench.page.keyboard.type('# 半径为正数的');
    await compose('yuan', '圆');
    await workbench.waitForGhostText('的面积');
    await compose('quan', '圈');
    await workbench.waitForGhostText('的面积');
    await workbench.press('Tab');
    expect(await workbench.save('composing.py')).toBe('import math\n\n# 半径为正数的圆圈的面积');
    const prompts = endpoint.generations.map(({ json }) => String(json?.prompt));
    expect(prompts.filter((prompt) => /半径为正数的.?[a-z]/.test(prompt))).toEqual([]);
  });

  it('is there at once after accepting, when the server had time to write on', async () => {
    await workbench.configure({ 'tandem.completion.prefetch': true });
    endpoint.always(({ json }) =>
      streamOf(/twice = $/.test(String(json?.prompt)) ? 'unit * 2;' : '\nconst more = twice * 2;'),
    );
    await workbench.openFile('further.ts');
    await workbench.type('const twice = ');
    await workbench.waitForGhostText('unit * 2;');
    const further = () => endpoint.generations.some(({ json }) => String(json?.prompt).endsWith('= unit * 2;'));
    await expect.poll(further, { timeout: 5000 }).toBe(true);
    await workbench.page.waitForTimeout(300);
    const asked = endpoint.generations.length;
    await workbench.press('Tab');
    await workbench.waitForGhostText('\nconst more = twice * 2;');
    expect(endpoint.generations.length).toBe(asked);
    await workbench.configure({ 'tandem.completion.prefetch': false });
    // What follows the new suggestion may be on its way.
    await workbench.press('Escape');
    await workbench.page.waitForTimeout(700);
  });

  it('leaves the person alone for a while', async () => {
    endpoint.always(streamOf('unit;'));
    await workbench.openFile('snooze.ts');
    await workbench.runCommand('GLM Tandem: Snooze Inline Completions');
    await workbench.waitForRow('15 minutes');
    await workbench.choose('15 minutes');
    await workbench.waitForStatus(/\bSnoozed\b/);
    await workbench.type('const copy = ');
    await workbench.page.waitForTimeout(1000);
    expect(endpoint.generations).toHaveLength(0);
    await workbench.screenshot('snoozed');
    await workbench.runCommand('GLM Tandem: Snooze Inline Completions');
    await workbench.waitForRow('Suggest again now');
    await workbench.choose('Suggest again now');
    await workbench.waitForStatus(/\bReady\b/);
    await workbench.type('1 + ');
    await workbench.waitForGhostText('unit;');
  });

  it('knows all cells of a notebook, also in the last one', async () => {
    endpoint.always(streamOf('= math.pi * radius ** 2'));
    await workbench.openNotebook('notes.ipynb');
    await workbench.type(' ');
    await workbench.waitForGhostText('= math.pi * radius ** 2');
    await workbench.screenshot('notebook');
    const prompt = '# # Areas\n# of circles\n\nimport math\nradius = 2\n\narea ';
    expect(endpoint.generations.at(-1)?.json?.prompt).toBe(prompt);
  });
});
