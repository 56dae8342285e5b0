/**
 * How many tokens a text is, roughly and without a tokenizer: for budgets, where the server has no token count or asking would take
 * longer than it is worth. Errs on the high side on code, so that budgets hold.
 */

/**
 * Estimated tokens of a text for a vocabulary of about 150,000 pieces, as GLM's: a piece of up to six letters, three digits, a run of
 * blanks, a run of line breaks or any other sign is one token each; a single blank belongs to the word behind it; a Chinese, Japanese
 * or Korean character counts three quarters.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(pieces)) {
    tokens += tokensOf(piece);
  }
  return Math.ceil(tokens);
}

const pieces =
  /[A-Za-z_]+|[0-9]+|[^\S\n]+|\n+|[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]+|[^ -~\s]+|[!-~]/g;

function tokensOf(piece: string): number {
  const unit = piece.charCodeAt(0);
  if (/^[A-Za-z_]/.test(piece)) {
    return Math.ceil(piece.length / 6);
  }
  if (unit >= 0x30 && unit <= 0x39) {
    return Math.ceil(piece.length / 3);
  }
  if (unit > 0x7f) {
    return isEastAsian(unit) ? piece.length * 0.75 : piece.length;
  }
  return piece === ' ' ? 0 : 1;
}

function isEastAsian(unit: number): boolean {
  return (
    (unit >= 0x2e80 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7af) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    unit >= 0xff00
  );
}
