/** Terminal output as plain text: no colours, titles, links or other control sequences, and of a line that was overwritten the last state. */

/** CSI; OSC, DCS, APC, PM and SOS up to their end; other escapes; and what C1 says in one sign. ECMA-48. */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C|$)|\u001B[ -/]*[0-~]?/g;

export function stripControls(text: string): string {
  return (
    text
      .replace(sequences, '')
      .replace(/\r+\n/g, '\n')
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf('\r') + 1))
      .join('\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all others but tab and line feed
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '')
      .trimEnd()
  );
}
