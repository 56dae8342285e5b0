/**
 * What a link in a model's text may lead to. A link is data for the extension, never an address that a browser would follow; whatever is
 * neither a web page nor a place in a file is no link.
 */

export type LinkTarget =
  | { readonly kind: 'web'; readonly url: string; readonly host: string }
  /** A path as the model wrote it, forward slashes; `line` counts from 1, undefined = none was named. */
  | { readonly kind: 'file'; readonly path: string; readonly line: number | undefined };

/** Undefined = inert: scripts, commands, other programs' addresses, data, network shares and whatever cannot be read. */
export function linkTarget(destination: string): LinkTarget | undefined {
  const text = destination.trim();
  // A control character is dropped by browsers, so that `java\nscript:` would become something else.
  if (text === '' || /[\p{Cc}\\]/u.test(text) || /^\/\//.test(text)) {
    return undefined;
  }
  if (/^https?:\/\//i.test(text)) {
    return webTarget(text);
  }
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) || text.startsWith('#') || text.startsWith('?')) {
    return undefined;
  }
  return filePlace(decode(text));
}

/** A path with an optional place behind it: `src/a.ts`, `src/a.ts:12`, `src/a.ts:12:5`, `src/a.ts#L12`. */
export function filePlace(text: string): LinkTarget | undefined {
  const match =
    /^(?:\.\/)?([^:#?*<>|"\p{Cc}]+?)(?::(\d{1,7})(?::\d{1,5})?(?:-\d{1,7})?|#L(\d{1,7})(?:-L?\d{1,7})?)?$/u.exec(text);
  const path = match?.[1];
  if (match === null || path === undefined || !/[^/.\s]/.test(path)) {
    return undefined;
  }
  const line = match[2] ?? match[3];
  return { kind: 'file', path, line: line === undefined ? undefined : Number(line) };
}

/** Whether inline code names a place in a file: a path with a folder, or a file's name with a line. */
export function codeAsPlace(code: string): LinkTarget | undefined {
  const isPlace = /^(?:\.{0,2}\/)?(?:[\w@.+-]+\/)+[\w@.+-]+\.\w{1,10}(?::\d+(?::\d+)?|#L\d+)?$/.test(code);
  return isPlace || /^[\w@.+-]+\.\w{1,10}:\d+(?::\d+)?$/.test(code) ? filePlace(code) : undefined;
}

function webTarget(text: string): LinkTarget | undefined {
  if (!URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  // `https://good.example@evil.example` reads as the first and leads to the second.
  return url.host === '' || url.username !== '' || url.password !== ''
    ? undefined
    : { kind: 'web', url: url.href, host: url.host };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
