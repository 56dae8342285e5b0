import { commandReasons } from './commandReasons';

/**
 * Every reason that the gates in `tools/` can give, in English, which is also the key of the translations in `l10n/`. `{0}` is a detail.
 * The model is told the English words; people read them in their language.
 */
export const gateReasons = [
  ...commandReasons,
  'a folder with files in it',
  'an open editor has changes of it that are not saved',
  'looks like a bare git repository',
  'may hold secrets',
  'overwrites what is there',
  'steers an assistant or the editor',
  'this file can run code',
  'settings of a tool ({0})',
  'a device or the system’s own data',
  'a device, pipe or socket',
  'a file that runs when a shell or session begins',
  'a folder of keys, tokens or sessions',
  'a folder of the workspace, the home folder, or one around them',
  'a folder',
  'not a folder',
  'nothing is there',
  'the editor’s own storage',
  'the system’s secrets',
  'too large to read',
  'the editor’s own settings and storage',
  'git’s own data',
  'a link, not what it points to',
  'backslash in the path',
  'outside the workspace: a path of another system',
  'percent signs that spell a dot or a slash',
  'a character that Windows does not allow in names',
  'a colon: another stream of a file',
  'another stream of a file',
  'a device name of Windows',
  'a device path of Windows',
  'a name that ends with a dot or a space',
  'a short name that stands for another one',
  'an address and not a path',
  'characters that look like slashes or dots',
  'control character in the path',
  'invisible or direction-changing character in the path',
  'empty path',
  'a path longer than any system has',
  'GLM Tandem’s own data',
  'a link that leads in a circle, or a folder that is a file',
  'a name of dots only',
  'kept from models by an ignore file',
  'moves between folders of the workspace or out of them',
  'no folder is open',
  'no new path',
  'several folders of the workspace could be meant',
  'the folder is not trusted',
  'the text has invisible or direction-changing characters',
  'outside the workspace',
  'outside the workspace (through a link)',
  'a link that leads to {0}',
  'the text names a schema that the editor may fetch: {0}',
  'deletes',
  'renames',
  'the file has another name elsewhere (hard link)',
  'this was never approved',
  'the bytes to be written are not the approved ones',
  'the path leads elsewhere now',
  'something has changed: this has to be asked again',
  'the file has changed since',
] as const;

export type GateReason = (typeof gateReasons)[number];

/** A reason with what it is about, where it names something. */
export interface ToldReason {
  readonly reason: GateReason;
  readonly detail?: string | undefined;
}

export function formatReason({ reason, detail }: ToldReason): string {
  return reason.replace('{0}', () => detail ?? '');
}
