/**
 * Whether the suffix of the last prompt may stand in the next one. Keeping it to the byte keeps what the server has read of the prompt;
 * keeping it when it has become wrong makes the model write what stands there already (microsoft/vscode#295450).
 */
import { beginsWith } from '../../base/text';
import { currentLineRest } from '../text/lines';

/** As many lines right below the cursor have to be the same, or half of the snapshot where that is less. */
const nearLines = 12;

/** `kept`: the last prompt's suffix; `now`: the text after the cursor. */
export function snapshotHolds(kept: string, now: string): boolean {
  if (beginsWith(now, kept) && (kept !== '' || now.trim() === '')) {
    return true;
  }
  const [keptRest, rest] = [currentLineRest(kept), currentLineRest(now)];
  if (!onlyClosersAdded(keptRest, rest)) {
    return false;
  }
  const [keptBelow, below] = [kept.slice(keptRest.length), now.slice(rest.length)];
  return beginsWith(below, keptBelow) || beginsWith(below, near(keptBelow));
}

/**
 * An editor closes brackets and quotes by itself: `print(█` becomes `print(█)`. A prompt that does not know the closing one is right
 * enough, since what is doubled is taken off the answer; a prompt with a closing sign that is no longer there would be wrong.
 */
function onlyClosersAdded(kept: string, now: string): boolean {
  return now.endsWith(kept) && /^[)\]}>"'`]{0,4}$/.test(now.slice(0, now.length - kept.length));
}

function near(text: string): string {
  const lines = text.split('\n', nearLines * 2 + 1).length - 1;
  const wanted = Math.min(nearLines, Math.max(1, Math.floor(lines / 2)));
  let end = 0;
  for (let line = 0; line <= wanted && end >= 0; line++) {
    end = text.indexOf('\n', end) + 1 || -1;
  }
  return end < 0 ? text : text.slice(0, end);
}
