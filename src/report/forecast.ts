import type { Remaining } from '../checkpoint/index.js';

/** A pace: so many requests per window, or none. */
export type Pace = { readonly requests: number; readonly windowMs: number } | 'off';

export interface Forecast {
  readonly writes: number;
  readonly reads: number;
  /** At the limits, in hours; undefined where there are none. */
  readonly hours: number | undefined;
  /** What Didit will send to the application's subscribers (webhooks page): one per create and per change. */
  readonly webhooks: { readonly 'user.data.updated': number; readonly 'user.status.updated': number };
}

/** What carrying out the rest of a plan takes, if nobody is in Didit yet and everything goes well. */
export function forecast(remaining: Remaining, limits: { readonly write: Pace }): Forecast {
  const { creates, statusChanges, faces } = remaining;
  const writes = creates + statusChanges + faces;
  return {
    writes,
    // The first upload is looked up, to learn whether faces can be listed.
    reads: faces > 0 ? 1 : 0,
    hours: limits.write === 'off' ? undefined : hoursFor(writes, limits.write),
    webhooks: { 'user.data.updated': creates, 'user.status.updated': statusChanges },
  };
}

/** The first window's quota can go out at once; each further quota waits for a window. */
function hoursFor(writes: number, { requests, windowMs }: Exclude<Pace, 'off'>): number {
  return (Math.max(0, writes / requests - 1) * windowMs) / 3_600_000;
}
