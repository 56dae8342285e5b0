/** A folder by a keyed hash: records of one folder can be told to belong together, and nobody without the key can tell which it is. */
import { createHmac } from 'node:crypto';

/** 16 hexadecimal digits, the same for the same key and URI. */
export function folderId(key: string, uri: string): string {
  return createHmac('sha256', key).update(uri).digest('hex').slice(0, 16);
}
