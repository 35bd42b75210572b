import { z } from 'zod';

const count = z.int().nonnegative();

const waitingSchema = z.discriminatedUnion('for', [
  /** All writes of the window are spent; `seconds` until the next is free. */
  z.strictObject({ for: z.literal('limit'), seconds: count }),
  /** The same of the reads. */
  z.strictObject({ for: z.literal('read_limit'), seconds: count }),
  /** Didit has asked to be left alone for so long (429). */
  z.strictObject({ for: z.literal('retry_after'), seconds: count }),
  /** Nothing of the kind `what` has been accepted for so long. */
  z.strictObject({ for: z.literal('outage'), seconds: count, what: z.string() }),
  /** The Redis through which processes share the limits has not answered for so long. */
  z.strictObject({ for: z.literal('redis'), seconds: count }),
  /** It has lost the count of what was sent; `seconds` until that is past. */
  z.strictObject({ for: z.literal('redis_anew'), seconds: count }),
  /** So many uploads were not answered, and are given time to arrive. */
  z.strictObject({ for: z.literal('uploads'), count }),
]);

/** How far a run is: an event of the library, what `status --watch` shows, and a line of `status --watch --json`. */
export const progressSchema = z.discriminatedUnion('phase', [
  /** Of the exports; `share` from 0 to 1, null where it cannot be told how much there is. */
  z.strictObject({ phase: z.literal('reading'), records: count, share: z.number().min(0).max(1).nullable() }),
  z.strictObject({ phase: z.literal('looking for faces'), faces: count, of: count }),
  /** The plan is shown, and somebody has to say yes. */
  z.strictObject({ phase: z.literal('asking') }),
  z.strictObject({
    /** `checking` and `taking back`: what `verify` and `rollback` do with each of the people. */
    phase: z.enum(['migrating', 'checking', 'taking back']),
    /** People who have ended in this run, and how. */
    people: count,
    of: count,
    done: count,
    partial: count,
    failed: count,
    held: count,
    /** The median of the last windows; null before anybody has ended. */
    per_minute: z.number().nonnegative().nullable(),
    /** Writes that count against the limit now; null where none is kept. */
    writes: z.strictObject({ used: count, limit: count, window_seconds: z.number().positive() }).nullable(),
    /** Null while nothing tells. */
    seconds_left: count.nullable(),
    waiting: waitingSchema.nullable(),
  }),
]);

export type Progress = z.output<typeof progressSchema>;
/** People are gone through, one after the other. */
export type Working = Extract<Progress, { people: number }>;
export type Waiting = z.output<typeof waitingSchema>;
