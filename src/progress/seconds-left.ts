import type { RequestLimit } from '../model.js';

interface Left {
  readonly people: number;
  /** Writes that they need if all goes well. */
  readonly writes: number;
  readonly limit: RequestLimit;
  /** People a minute; undefined where nothing tells. */
  readonly perMinute: number | undefined;
}

/** What the limit allows, or what the pace of the last minutes promises: whichever is later. Undefined where neither says anything. */
export function secondsLeft({ people, writes, limit, perMinute }: Left): number | undefined {
  if (people <= 0) return 0;
  const byLimit = limit === 'off' ? 0 : (writes / limit.requests) * (limit.windowMs / 1000);
  const byPace = perMinute === undefined ? 0 : (people / perMinute) * 60;
  const seconds = Math.max(byLimit, byPace);
  return seconds > 0 ? Math.ceil(seconds) : undefined;
}
