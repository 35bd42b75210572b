import { z } from 'zod';
import type { Surprise } from './sample.js';

/** `mappings test --json`: what of a sample became something else than is expected. Holds values of the sample. */
export interface SampleTest {
  readonly schema: 'didit-migrate/mapping-test';
  readonly version: 1;
  readonly mapping: string;
  /** How many the sample has. */
  readonly records: number;
  readonly surprises: readonly Surprise[];
}

const value = z.json().optional();

export const sampleTestSchema: z.ZodType<SampleTest> = z.strictObject({
  schema: z.literal('didit-migrate/mapping-test'),
  version: z.literal(1),
  mapping: z.string(),
  records: z.int().nonnegative(),
  surprises: z.array(
    z.strictObject({
      record: z.int(),
      differences: z.array(z.strictObject({ path: z.string(), expected: value, got: value })),
    }),
  ),
});
