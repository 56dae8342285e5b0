/** Pieces of the tools' schemas that say the same everywhere. */
import * as z from 'zod';

export const path = z.string().min(1).max(8192).describe('path relative to the workspace folder');
export const folder = z
  .string()
  .min(1)
  .max(8192)
  .optional()
  .describe('folder to look in; the whole workspace when absent');
/** 1-based, as in an editor. */
export const line = z.int().min(1).max(10_000_000);
export const name = z.string().min(1).max(500);
