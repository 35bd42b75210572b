import { z } from 'zod';
import { type Progress, progressSchema } from './progress.js';

/** A run that goes on, as it has said itself. */
export interface RunNow {
  /** The part of the people that it migrates, as `2/4`; null for all of them. */
  readonly shard: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** It has been silent for so long that it may have died; the same command goes on then. */
  readonly quiet: boolean;
  readonly progress: Progress;
}

export const runNowSchema: z.ZodType<RunNow> = z.strictObject({
  shard: z.string().nullable(),
  at: z.iso.datetime(),
  quiet: z.boolean(),
  progress: progressSchema,
});
