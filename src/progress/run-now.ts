import { z } from 'zod';
import { type Progress, progressSchema } from './progress.js';

/** A run that goes on, as it has said itself. */
export interface RunNow {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** It has been silent for so long that it may have died; the same command goes on then. */
  readonly quiet: boolean;
  readonly progress: Progress;
}

export const runNowSchema: z.ZodType<RunNow> = z.strictObject({
  at: z.iso.datetime(),
  quiet: z.boolean(),
  progress: progressSchema,
});
