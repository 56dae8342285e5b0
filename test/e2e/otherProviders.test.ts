/** Two extensions that show suggestions in the same place: ours says so, once. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packStranger } from '../support/strangerExtension';
import { Workbench } from '../support/Workbench';

describe('another extension with inline completions', () => {
  let workbench: Workbench;
  let packed: ReturnType<typeof packStranger>;

  beforeAll(async () => {
    packed = packStranger('rjmacarthy', 'twinny', 'Pretended Twinny');
    workbench = await Workbench.open({
      name: 'other-providers',
      files: { 'a.ts': '' },
      otherExtensions: [packed.vsix],
    });
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(packed.folder, { recursive: true, force: true });
  });

  it('is named in a notice a while after the start, and in the status bar’s hover', async () => {
    const notice = await workbench.waitForPopUp(/both show suggestions while you type/, 40_000);
    await workbench.screenshot('notice');
    expect(notice).toContain('Pretended Twinny');
    await workbench.closePopUps();
    expect(await workbench.statusHover()).toContain('Pretended Twinny');
    await workbench.page.mouse.move(400, 300);
  });

  it('is not told of again when the window opens afresh', async () => {
    await workbench.reload();
    // Longer than it takes the first time.
    await workbench.page.waitForTimeout(18_000);
    expect(await workbench.popUps()).toEqual([]);
    expect(await workbench.statusHover()).toContain('Pretended Twinny');
  });
});
