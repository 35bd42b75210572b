import { z } from 'zod';
import { type Code, MEANINGS } from '../errors.js';
import { DIDIT_STATUSES, FACE_STATES, ITEM_STATES, RECORD_OUTCOMES } from '../model.js';
import type { Summary } from './summary.js';
import type { VerificationSummary } from './verification-summary.js';

const count = z.int().nonnegative();
const codes = Object.keys(MEANINGS).filter((key): key is Code => Object.hasOwn(MEANINGS, key));

function counts<Name extends string>(names: readonly Name[]) {
  return z.record(z.enum([...names, 'total']), count);
}

const finding = z.strictObject({
  code: z.enum(codes),
  count,
  examples: z.array(z.string()),
  sentence: z.string(),
  help: z.string(),
});
const sizes = z.strictObject({ count, sum: count, max: count });

/** What `verify --json` prints. */
export const verificationSchema: z.ZodType<VerificationSummary> = z.strictObject({
  schema: z.literal('didit-migrate/verification'),
  version: z.literal(1),
  begun_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  sample: count.nullable(),
  with_exports: z.boolean(),
  people: counts(['match', 'differs', 'missing', 'not ours', 'unread', 'open']),
  differences: z.record(z.string(), count),
  not_migrated: count,
  invalid_records: count,
  faces: z.enum(['read', 'unavailable']).nullable(),
  clean: z.boolean(),
});

/** What `summary.json` is; see the type for what each of it means. */
export const summarySchema = z.strictObject({
  schema: z.literal('didit-migrate/summary'),
  version: z.literal(1),
  generated_at: z.iso.datetime(),
  target: z.string().nullable(),
  shard: z.string().nullable(),
  finished: z.boolean(),
  exports: z.array(
    z.strictObject({
      file: z.string(),
      format: z.string(),
      mapping: z.string(),
      mapping_hash: z.string(),
      sha256: z.string().nullable(),
      bytes: count.nullable(),
      encodings: z.array(z.strictObject({ name: z.string(), guessed: z.boolean() })).nullable(),
      files: count.nullable(),
      files_passed_over: count.nullable(),
      records: counts(RECORD_OUTCOMES),
      elsewhere: count,
    }),
  ),
  lookups: z.array(z.strictObject({ name: z.string(), rows: count, rows_without_key: count, keys: count, unused_keys: count })),
  records: counts(RECORD_OUTCOMES),
  elsewhere: count,
  skipped: z.record(z.string(), count),
  problems: z.array(finding),
  items: z.strictObject({
    by_state: counts(ITEM_STATES),
    by_wanted_status: counts(DIDIT_STATUSES),
    by_origin: counts(['created', 'existing']),
    with_several_records: count,
    absent_from_last_export: count,
    look_alikes: z.strictObject({ people: count, groups: count, examples: z.array(z.string()) }),
    notes: z.partialRecord(z.enum(['fraud_then_pass', 'names_differ', 'births_differ']), count),
    problems: z.array(finding),
  }),
  faces: z.strictObject({
    by_state: counts(FACE_STATES),
    left_for_later: count,
    bytes: z.strictObject({ files: sizes, prepared: sizes, to_send: count }),
    problems: z.array(finding),
  }),
  verdicts: z.array(
    z.strictObject({ former: z.string().nullable(), status: z.enum(DIDIT_STATUSES), row: z.string().nullable(), count }),
  ),
  requests: z.strictObject({ read: count, write: count, throttled: count, needed_writes: count }).nullable(),
  verification: verificationSchema.nullable(),
  rejects: z.strictObject({ 'rejects.csv': count, 'rejects.ndjson': count }),
}) satisfies z.ZodType<Summary>;
