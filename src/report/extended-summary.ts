/** What some commands print besides the summary. */
import { z } from 'zod';
import { LOSSES, type Loss } from './console-row.js';
import type { ExpectedSummary } from './expected.js';
import type { Summary } from './summary.js';
import { summarySchema } from './summary-schema.js';
import type { Lost } from './write-console-file.js';

const count = z.int().nonnegative();
const fates = z.record(
  z.enum(['used', 'skipped', 'invalid', 'absent']),
  z.strictObject({ people: count, why: z.record(z.string(), count) }),
);
const expectedSchema: z.ZodType<ExpectedSummary> = z.strictObject({
  ids: count,
  repeated: count,
  listed: fates,
  unexpected: fates,
  records_without_id: count,
});
const losses = Object.keys(LOSSES).filter((key): key is Loss => Object.hasOwn(LOSSES, key));

/** `validate --json`. */
export interface ValidationSummary extends Summary {
  /** Your own list against the export, where one was given. */
  readonly expected?: ExpectedSummary | undefined;
  /** How many files under --faces are nobody's, where a folder or zip was given. */
  readonly unmatched_face_files?: number | undefined;
}
export const validationSchema: z.ZodType<ValidationSummary> = summarySchema.extend({
  expected: expectedSchema.optional(),
  unmatched_face_files: count.optional(),
});

/** `convert --json`. */
export interface ConversionSummary extends Summary {
  readonly lost: Lost;
}
export const conversionSchema: z.ZodType<ConversionSummary> = summarySchema.extend({ lost: z.record(z.enum(losses), count) });
