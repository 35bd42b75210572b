import type { Remaining } from '../checkpoint/index.js';

/** A pace: so many requests per window, or none. */
export type Pace = { readonly requests: number; readonly windowMs: number } | 'off';

export interface Expectations {
  readonly write: Pace;
  readonly read: Pace;
  /** Are faces uploaded at all? */
  readonly facesOn: boolean;
}

interface Forecast {
  /** Faces that are uploaded; those that the plan did not find cost nothing. */
  readonly uploads: number;
  readonly writes: number;
  readonly reads: number;
  /** At the limits, in hours; undefined where no lane has one. */
  readonly hours: number | undefined;
  /** What Didit will send to the application's subscribers (webhooks page): one per create and per change. */
  readonly webhooks: { readonly 'user.data.updated': number; readonly 'user.status.updated': number };
}

/** What carrying out the rest of a plan takes, if nobody is in Didit yet and everything goes well. */
export function forecast(remaining: Remaining, { write, read, facesOn }: Expectations): Forecast {
  const { creates, statusChanges, lookups, faces, facesMissing } = remaining;
  const uploads = facesOn ? faces - facesMissing : 0;
  const writes = creates + statusChanges + uploads;
  // After the first upload the user's faces are listed once, to learn whether they can be.
  const reads = lookups + (uploads > 0 ? 1 : 0);
  const hours = [hoursFor(writes, write), hoursFor(reads, read)].filter((lane) => lane !== undefined);
  return {
    uploads,
    writes,
    reads,
    hours: hours.length > 0 ? Math.max(...hours) : undefined,
    webhooks: { 'user.data.updated': creates, 'user.status.updated': statusChanges },
  };
}

/** The first window's quota can go out at once; each further quota waits for a window. */
function hoursFor(requests: number, pace: Pace): number | undefined {
  if (pace === 'off') return undefined;
  return (Math.max(0, requests / pace.requests - 1) * pace.windowMs) / 3_600_000;
}
