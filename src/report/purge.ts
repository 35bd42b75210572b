import { z } from 'zod';
import type { PersonalData } from '../checkpoint/index.js';
import { counted, figures, page, section, wrapped } from '../layout.js';

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
