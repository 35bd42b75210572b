/**
 * How careful a lane is after 429s that its own count does not explain: somebody shares the key, or the server is stricter than was
 * told. The lane then spaces its requests instead of sending what it has, and comes back to the full pace slowly.
 */
export interface Caution {
  /** At most so many requests a second; undefined while nothing was refused lately. */
  readonly pace: number | undefined;
  /** What the server allows a second, as far as the last refusal told; undefined where it told nothing. */
  readonly ceiling: number | undefined;
  /** The pace right after the last refusal. */
  readonly from: number;
  /** What 429s asked to wait of late, in milliseconds: without a ceiling it says how fast to try again. */
  readonly waitMs: number;
  /** When the pause after the last refusal ended, in milliseconds since 1970. */
  readonly resumedAt: number;
  /** When the pace was changed last. */
  readonly changedAt: number;
}

export const NO_CAUTION: Caution = { pace: undefined, ceiling: undefined, from: 0, waitMs: 0, resumedAt: 0, changedAt: 0 };

/** Growth of the pace in the time of one wait where no ceiling is known: a share of the pace, or of the lane's limit where that is more. */
const GROWTH = { ofPace: 0.02, ofLimit: 0.01 };
/** A longer wait than this, in milliseconds, does not make the way back any slower. */
const LONGEST_STEP_MS = 15_000;
/** A wait of nothing stays nothing, however often it is doubled. */
const MOST_DOUBLINGS = 20;
/** From fewer good answers than this nothing is learnt about the server's limit. */
const ENOUGH = 10;
/** The share of the ceiling with which one goes on after a refusal: each costs a whole second, because waits are told in seconds. */
const BELOW_CEILING = 0.95;
/** In this time the pace comes back to the ceiling and rests there; in the next it feels its way beyond, faster and faster. */
const PLATEAU_MS = 60_000;

export interface Refusal {
  /** The end of the pause that the refusal asked for. */
  readonly now: number;
  readonly waitMs: number;
  /** Requests a second that the lane's limit allows; infinite where it has none. */
  readonly told: number;
  /** Requests that went well since the pause before this one. */
  readonly went: number;
  /** From the first of them to the refusal, in milliseconds. */
  readonly sinceMs: number;
  /** From the first of them to the last, in milliseconds. */
  readonly spanMs: number;
}

/**
 * How long a lane pauses after a 429, in milliseconds: as long as was asked, and twice as long with each pause after which nothing went
 * through. A long window that is full frees a slot every moment, each of which would be asked for in vain while others take it.
 */
export function pauseAfter(waitMs: number, inVain: number): number {
  return Math.max(waitMs, Math.min(LONGEST_STEP_MS, waitMs * 2 ** Math.min(inVain, MOST_DOUBLINGS)));
}

/** After a 429, when its pause has ended: by then the answers that were on their way have told what the server did let through. */
export function moreCareful(caution: Caution, refusal: Refusal): Caution {
  const { now, waitMs, told } = refusal;
  // A single slot of a long window is soon free again: a short wait after a long one does not mean that the window is short.
  const step = Math.min(LONGEST_STEP_MS, Math.max(1, waitMs, caution.waitMs / 2));
  const { pace, ceiling } = caution.pace === undefined ? firstPace(refusal) : slower(caution.pace, caution.waitMs, refusal);
  // At least two tries in the time of a wait, or the way back would take for ever.
  const bounded = pace === undefined ? undefined : Math.min(Math.max(pace, 2000 / step), told);
  return { pace: bounded, ceiling, from: bounded ?? 0, waitMs: step, resumedAt: now, changedAt: now };
}

function firstPace({ waitMs, told, went, spanMs }: Refusal): Pick<Caution, 'pace' | 'ceiling'> {
  // The first request of a run may meet a window that others have filled: waiting is all that it asks for.
  if (went < ENOUGH) return { pace: Number.isFinite(told) ? 0.8 * told : undefined, ceiling: undefined };
  // They took longer than the wait: this may have been more than one window, and all that is known is how fast they went through.
  if (spanMs >= waitMs) return { pace: Math.min((went * 1000) / spanMs, BELOW_CEILING * told), ceiling: undefined };
  // The wait ends when the first request leaves the server's window. Windows are whole seconds and waits are rounded up to such, so
  // the whole seconds in both together are the window. One request less: another window may hold one more of somebody else's.
  const windowSeconds = Math.max(1, Math.floor((spanMs + waitMs) / 1000));
  return below(Math.min((went - 1) / windowSeconds, told));
}

function slower(pace: number, waitedMs: number, { waitMs, went, sinceMs }: Refusal): Pick<Caution, 'pace' | 'ceiling'> {
  // Refused after a slow approach: the ceiling is here.
  if (sinceMs > 4 * (waitedMs + waitMs)) return below(pace);
  // Refused after more than a window: what went through in that time is what there is. Refused at once: the pace is far off.
  const perSecond = (went * 1000) / Math.max(1, sinceMs);
  const watched = went >= ENOUGH && sinceMs > waitMs && perSecond < pace;
  return watched ? below(perSecond) : { pace: 0.8 * pace, ceiling: undefined };
}

const below = (ceiling: number) => ({ pace: BELOW_CEILING * ceiling, ceiling });

/** After a request that went well. */
export function lessCareful(caution: Caution, now: number, told: number): Caution {
  const { pace, ceiling, from, waitMs, resumedAt, changedAt } = caution;
  if (pace === undefined || now - changedAt < waitMs / 4) return caution;
  const next = ceiling === undefined ? grown(caution, pace, now, told) : cubic(ceiling, from, now - resumedAt);
  return next >= told ? NO_CAUTION : { ...caution, pace: Math.max(pace, next), changedAt: now };
}

function grown({ waitMs, changedAt }: Caution, pace: number, now: number, told: number): number {
  const share = Number.isFinite(told) ? GROWTH.ofLimit * told : 0;
  return pace + ((now - changedAt) / waitMs) * Math.max(GROWTH.ofPace * pace, share);
}

/** TCP CUBIC's curve (RFC 9438): steep far from the ceiling, flat about it, and steep again where it is passed without a refusal. */
function cubic(ceiling: number, from: number, sinceMs: number): number {
  return ceiling + (ceiling - from) * ((sinceMs - PLATEAU_MS) / PLATEAU_MS) ** 3;
}
