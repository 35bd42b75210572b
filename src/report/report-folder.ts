import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';
import { sweepParts, writeWhole } from './whole-file.js';

/** Rows as they come, so that memory stays flat. */
export type Table = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

/**
 * Does the writing in a folder that is made for its owner alone where it is missing, and without what a process which died has left of
 * the files with these names.
 * @throws MigrateError `report_unwritable`, and whatever else the work throws
 */
export async function inReportFolder<T>(folder: string, names: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    await makeFolder(folder);
    await sweepParts(folder, names);
    return await work();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new MigrateError('report_unwritable', { folder, reason: systemReason(cause) }, { cause });
  }
}

/** Writes a table as one whole CSV file; returns its path. */
export async function writeTable(folder: string, name: string, table: Table): Promise<string> {
  const file = join(folder, name);
  await writeWhole(file, (sink) => pipeline(table, stringify(), sink));
  return file;
}

/** One by one: where a file system is read-only, `recursive` of mkdir says that the folder does not exist. */
async function makeFolder(folder: string): Promise<void> {
  const make = () => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}
