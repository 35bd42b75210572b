import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PersonalData } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { counted, figures, page, section, wrapped } from '../layout.js';
import { isSystemError, systemReason } from '../system-error.js';

/** What a purge has deleted. */
export interface PurgeResult {
  readonly schema: 'didit-migrate/purge';
  readonly version: 1;
  /** What the checkpoint held. */
  readonly deleted: PersonalData;
  /** Files of the report folders that were deleted. */
  readonly files: readonly string[];
}

const count = z.int().nonnegative();

/** What `purge --json` prints. */
export const purgeSchema: z.ZodType<PurgeResult> = z.strictObject({
  schema: z.literal('didit-migrate/purge'),
  version: z.literal(1),
  deleted: z.strictObject({ records: count, people: count, unfinished: count, faceReferences: count, images: count }),
  files: z.array(z.string()),
});

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

/** @throws MigrateError `report_unwritable` */
export async function deletePersonalLists(folder: string): Promise<void> {
  try {
    for (const name of await personalLists(folder)) await rm(join(folder, name));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new MigrateError('report_unwritable', { folder, reason: systemReason(cause) }, { cause });
  }
}

/** What a purge is about to delete, or has deleted, and what it leaves. */
export function purgeText(found: PersonalData, lists: readonly string[], tense: 'will go' | 'has gone'): string {
  const warning = `${counted(found.unfinished, 'person is', 'people are')} not migrated yet. After this they wait for their export to be given again.`;
  return page([
    section(tense === 'will go' ? 'What a purge deletes' : 'Deleted', [
      ...figures([
        ['records as they were read', found.records],
        ['people whose data was kept to be sent or mended', found.people],
        ['names of face files, and links', found.faceReferences],
        ['images out of records', found.images],
      ]),
      ...lists.map((name) => `  ${name}`),
    ]),
    found.unfinished > 0 && tense === 'will go' ? wrapped(warning, '') : [],
    section('What stays', [
      ...wrapped(
        'in the checkpoint: your ids, the former provider’s ids and decisions, statuses, results and their dates, and digests by which a changed record or image is told from a repeated one;',
      ),
      ...wrapped('in the report: results.csv, summary.json, report.html with ids alone, and the lists of verify and rollback;'),
      ...wrapped('elsewhere, for you to delete: the exports, the images, second files, and what convert wrote.'),
    ]),
    tense === 'will go' ? [] : wrapped('The checkpoint file was written anew, so that nothing of it can be read from there.', ''),
  ]);
}
