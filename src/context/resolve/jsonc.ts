/** JSON with comments and trailing commas, as TypeScript's configuration files have it. */

/** The value; undefined = it is no such text. */
export function parseJsonc(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(plainJson(text));
    } catch {
      return undefined;
    }
  }
}

function plainJson(text: string): string {
  const withoutComments = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, literal: string | undefined) => literal ?? ' ');
  return withoutComments.replace(
    /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g,
    (_, literal: string | undefined) => literal ?? '',
  );
}
