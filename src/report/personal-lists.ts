import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';

/** Files of a report that hold records, names of files, or links; each may have left a part of itself where a process died. */
const PERSONAL = /^(rejects\.(csv|ndjson)|faces-(wanted|unmatched)\.csv)(\.[0-9a-f]{8}\.part)?$/;

/** The files of a report folder that a purge deletes; none where there is no folder. */
export async function personalLists(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => PERSONAL.test(name)).sort();
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/**
 * Deletes them, one by one: if the process dies on the way, the rest goes with the next purge.
 * @throws MigrateError `report_unwritable`
 */
export async function deletePersonalLists(folder: string): Promise<void> {
  try {
    for (const name of await personalLists(folder)) await rm(join(folder, name));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new MigrateError('report_unwritable', { folder, reason: systemReason(cause) }, { cause });
  }
}
