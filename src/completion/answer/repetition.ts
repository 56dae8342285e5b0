/** Loops in which small models get stuck: the same line, the same few lines, or the same few characters again and again. */

const sameLine = 4;
const sameLines = 3;
const longestPeriodInLines = 6;
const longestPeriod = 24;
const window = 128;

/**
 * Index of the last line to keep when the newest lines repeat: four equal lines in a row, or three equal groups of up to six lines.
 * Undefined = no loop. Lines for which `isHarmless` holds, such as closing brackets, may stand in a row.
 */
export function repeatedFrom(lines: readonly string[], isHarmless: (line: string) => boolean): number | undefined {
  const last = lines.length;
  const line = lines[last - 1];
  if (line === undefined || isHarmless(line)) {
    return undefined;
  }
  if (isPeriodic(lines, 1, sameLine)) {
    return last - sameLine;
  }
  for (let period = 2; period <= longestPeriodInLines; period++) {
    if (isPeriodic(lines, period, sameLines)) {
      return last - period * (sameLines - 1) - 1;
    }
  }
  return undefined;
}

/** Whether the last 128 characters are one short text with letters in it over and over. */
export function repeatsWithinLine(text: string): boolean {
  const tail = text.slice(-window);
  if (tail.length < window || !/\p{L}/u.test(tail)) {
    return false;
  }
  for (let period = 1; period <= longestPeriod; period++) {
    if (tail.slice(period) === tail.slice(0, -period)) {
      return true;
    }
  }
  return false;
}

function isPeriodic(lines: readonly string[], period: number, times: number): boolean {
  const length = period * times;
  if (lines.length < length) {
    return false;
  }
  const start = lines.length - length;
  for (let i = start + period; i < lines.length; i++) {
    if (lines[i] !== lines[i - period]) {
      return false;
    }
  }
  return true;
}
