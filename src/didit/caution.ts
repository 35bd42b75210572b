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

/** Growth of the pace in the time of one wait: a share of the pace, or of the lane's limit where that is more. */
const GROWTH = { ofPace: 0.02, ofLimit: 0.01 };
/** A longer wait than this, in milliseconds, does not make the way back any slower. */
const LONGEST_STEP_MS = 15_000;
/** From fewer good answers than this nothing is learnt about the server's limit. */
const ENOUGH = 10;
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
export function moreCareful(caution: Caution, refusal: Refusal): Caution {
  const { now, waitMs } = refusal;
  // A single slot of a long window is soon free again: a short wait after a long one does not mean that the window is short.
  const step = Math.min(LONGEST_STEP_MS, Math.max(1, waitMs, caution.waitMs / 2));
  const { pace, ceiling } = caution.pace === undefined ? firstPace(refusal) : slower(caution.pace, caution.waitMs, refusal);
  // At least two tries in the time of a wait, or the way back would take for ever.
  const least = 2000 / step;
  return {
    pace: pace === undefined ? undefined : Math.min(Math.max(pace, least), refusal.told),
    ceiling,
    waitMs: step,
    refusedAt: now,
    changedAt: now + waitMs,
  };
}

function firstPace({ waitMs, told, went, sinceMs }: Refusal): Pick<Caution, 'pace' | 'ceiling'> {
  // The first request of a run may meet a window that others have filled: waiting is all that it asks for.
  if (went < ENOUGH) return { pace: Number.isFinite(told) ? 0.8 * told : undefined, ceiling: undefined };
  // What went through is what the server allows in about the time that it took and the time that is to wait. Waits are told in whole
  // seconds, so this guesses low; hence the quarter more.
  const guess = (1.25 * went * 1000) / Math.max(1, sinceMs + waitMs);
  return { pace: Math.min(guess, 0.95 * told), ceiling: undefined };
}

function slower(pace: number, waitedMs: number, { waitMs, went, sinceMs }: Refusal): Pick<Caution, 'pace' | 'ceiling'> {
  // Refused after a slow approach: the ceiling is here.
  if (sinceMs > 4 * (waitedMs + waitMs)) return { pace: 0.94 * pace, ceiling: pace };
  // Refused after more than a window: what went through in that time is what there is. Refused at once: the pace is far off.
  const perSecond = (went * 1000) / Math.max(1, sinceMs);
  const watched = went >= ENOUGH && sinceMs > waitMs && perSecond < pace;
  return watched ? { pace: 0.96 * perSecond, ceiling: perSecond } : { pace: 0.8 * pace, ceiling: undefined };
}

/** After a request that went well. */
export function lessCareful(caution: Caution, now: number, told: number): Caution {
  const { pace, ceiling, waitMs, refusedAt, changedAt } = caution;
  if (pace === undefined || now - changedAt < waitMs / 4) return caution;
  const remembered = ceiling !== undefined && now - refusedAt < MEMORY * waitMs;
  const share = Number.isFinite(told) ? GROWTH.ofLimit * told : 0;
  const grown = pace + ((now - changedAt) / waitMs) * Math.max(GROWTH.ofPace * pace, share);
  const next = remembered ? Math.max(pace, Math.min(grown, BELOW_CEILING * ceiling)) : grown;
  if (next >= told) return NO_CAUTION;
  return { ...caution, pace: next, ceiling: remembered ? ceiling : undefined, changedAt: now };
}
