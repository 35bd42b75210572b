/**
 * How careful a lane is after 429s that its own count does not explain: somebody shares the key, or the server is stricter than was
 * told. The lane then spaces its requests instead of sending what it has, and comes back to the full pace slowly.
 */
export interface Caution {
  /** At most so many requests a second; undefined while nothing was refused lately. */
  readonly pace: number | undefined;
  /** The pace that was refused last: it is approached and not passed until the memory fades. */
  readonly ceiling: number | undefined;
  /** What 429s asked to wait of late, in milliseconds: it tells how long the server's window is, and so how fast to try again. */
  readonly waitMs: number;
  /** When a 429 was met last, in milliseconds since 1970. */
  readonly refusedAt: number;
  /** When the pace was changed last. */
  readonly changedAt: number;
}

export const NO_CAUTION: Caution = { pace: undefined, ceiling: undefined, waitMs: 0, refusedAt: 0, changedAt: 0 };

/** Growth of the pace in the time of one wait. */
const GROWTH = 1.02;
/** So close to the refused pace one stays. */
const BELOW_CEILING = 0.96;
/** For so many waits the refused pace is remembered. */
const MEMORY = 40;

export interface Refusal {
  readonly now: number;
  readonly waitMs: number;
  /** Requests a second that the lane's limit allows; infinite where it has none. */
  readonly told: number;
  /** Requests that went well since the pause before this one, and how long ago that was, in milliseconds. */
  readonly went: number;
  readonly sinceMs: number;
}

/** After a 429. */
export function moreCareful(caution: Caution, { now, waitMs, told, went, sinceMs }: Refusal): Caution {
  // A single slot of a long window is soon free again: a short wait after a long one does not mean that the window is short.
  const scale = Math.max(1, waitMs, caution.waitMs / 2);
  const known = { waitMs: scale, refusedAt: now, changedAt: now + waitMs };
  if (caution.pace === undefined) {
    // What went through is what the server allows in about the time that it took and the time that is to wait. Waits are told in
    // whole seconds, so this guesses low; hence the quarter more.
    const guess = (1.25 * Math.max(1, went) * 1000) / (Math.max(1, sinceMs + waitMs));
    return { ...known, pace: Math.min(guess, 0.95 * told), ceiling: undefined };
  }
  // Refused after a slow approach: the ceiling is here.
  if (sinceMs > 4 * (caution.waitMs + waitMs)) return { ...known, pace: 0.94 * caution.pace, ceiling: caution.pace };
  // Refused after more than a window: what went through in that time is what there is. Refused at once: the pace is far off.
  const went1s = (went * 1000) / Math.max(1, sinceMs);
  const watched = sinceMs > waitMs && went1s < caution.pace;
  return { ...known, pace: watched ? 0.96 * went1s : 0.8 * caution.pace, ceiling: watched ? went1s : undefined };
}

/** After a request that went well. */
export function lessCareful(caution: Caution, now: number, told: number): Caution {
  const { pace, ceiling, waitMs, refusedAt, changedAt } = caution;
  if (pace === undefined || now - changedAt < waitMs / 4) return caution;
  const remembered = ceiling !== undefined && now - refusedAt < MEMORY * waitMs;
  const grown = pace * GROWTH ** ((now - changedAt) / waitMs);
  const next = remembered ? Math.max(pace, Math.min(grown, BELOW_CEILING * ceiling)) : grown;
  if (next >= told) return NO_CAUTION;
  return { ...caution, pace: next, ceiling: remembered ? ceiling : undefined, changedAt: now };
}
