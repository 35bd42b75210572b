import type { Remaining, Work } from '../checkpoint/index.js';

/** A pace: so many requests per window, or none. */
export type Pace = { readonly requests: number; readonly windowMs: number } | 'off';

export interface Expectations {
  readonly write: Pace;
  readonly read: Pace;
  /** Are faces uploaded at all? */
  readonly facesOn: boolean;
  /** Begin at most so many people; undefined for all. */
  readonly limit?: number | undefined;
  /** What happens to users who were in Didit before; undefined: nothing is changed about them. */
  readonly onExisting?: 'adopt' | 'update' | 'skip' | 'fail' | undefined;
}

export interface Forecast {
  /** People who are not begun and would be. */
  readonly begins: number;
  readonly creates: number;
  readonly changes: number;
  readonly statusChanges: number;
  /** Faces that are uploaded; those that the plan did not find cost nothing. */
  readonly uploads: number;
  readonly writes: number;
  readonly reads: number;
  /** At the limits, in hours; undefined where no lane has one. */
  readonly hours: number | undefined;
  /** What Didit will send to the application's subscribers (webhooks page): one per create and per change. */
  readonly webhooks: { readonly 'user.data.updated': number; readonly 'user.status.updated': number };
}

/**
 * What carrying out the rest of a plan takes, if nobody else is in Didit yet and everything goes well. With a limit it is about right:
 * people who are not begun count with their average, rounded up, so that a run which writes is never forecast to write nothing.
 */
export function forecast(remaining: Remaining, expectations: Expectations): Forecast {
  const all = callsOf(remaining, expectations);
  const waiting = callsOf(remaining.pending, expectations);
  const { people } = remaining.pending;
  const begins = Math.min(expectations.limit ?? people, people);
  const now = (kind: keyof typeof all) =>
    all[kind] - waiting[kind] + (people === 0 ? waiting[kind] : Math.ceil((waiting[kind] * begins) / people));

  const [creates, changes, statusChanges, uploads] = [now('creates'), now('changes'), now('statusChanges'), now('uploads')];
  const writes = creates + changes + statusChanges + uploads;
  // After the first upload the user's faces are listed once, to learn whether they can be.
  const reads = now('lookups') + (uploads > 0 ? 1 : 0);
  const { write, read } = expectations;
  const hours = [hoursFor(writes, write), hoursFor(reads, read)].filter((lane) => lane !== undefined);
  return {
    begins,
    creates,
    changes,
    statusChanges,
    uploads,
    writes,
    reads,
    hours: hours.length > 0 ? Math.max(...hours) : undefined,
    webhooks: { 'user.data.updated': creates + changes, 'user.status.updated': statusChanges },
  };
}

function callsOf(work: Work, { facesOn, onExisting }: Expectations) {
  const updating = onExisting === 'update';
  return {
    creates: work.creates,
    changes: work.changes + (updating ? work.updates : 0),
    statusChanges: work.statusChanges + (updating ? work.statusUpdates : 0),
    uploads: facesOn ? work.faces - work.facesMissing : 0,
    lookups: work.lookups,
  };
}

/** The first window's quota can go out at once; each further quota, even a part of one, waits for a window. */
function hoursFor(requests: number, pace: Pace): number | undefined {
  if (pace === 'off') return undefined;
  return (Math.max(0, Math.ceil(requests / pace.requests) - 1) * pace.windowMs) / 3_600_000;
}
