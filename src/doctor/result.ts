import { z } from 'zod';
import { CHECK_RESULTS, CHECKS, type Check } from './check.js';
import { type Learnt, learntSchema } from './learnt.js';

/** `--json`: `version` is raised with every change that a reader could stumble over. */
export interface DoctorResult {
  readonly schema: 'didit-migrate/doctor';
  readonly version: 1;
  readonly target: string;
  readonly checks: readonly Check[];
  /** What a test user has shown; null without --write-test. */
  readonly learnt: Learnt | null;
  /** 0: nothing speaks against a run; 1: it would work, but something wants a look; 2: it would not work. */
  readonly exit_code: 0 | 1 | 2;
}

export const doctorSchema: z.ZodType<DoctorResult> = z.strictObject({
  schema: z.literal('didit-migrate/doctor'),
  version: z.literal(1),
  target: z.string(),
  checks: z.array(
    z.strictObject({
      check: z.enum(CHECKS),
      result: z.enum(CHECK_RESULTS),
      says: z.string(),
      to_do: z.string().exactOptional(),
    }),
  ),
  learnt: learntSchema.nullable(),
  exit_code: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});
