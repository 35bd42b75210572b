/**
 * How careful a lane is after 429s that its own count does not explain: somebody shares the key, or the server is stricter than was
 * told. Fewer requests at once, so that a refusal meets few of them, and fewer per window; both grow back slowly while all goes well.
 */
export interface Caution {
  /** At most so many requests in flight; undefined while nothing was refused lately. */
  readonly atOnce: number | undefined;
  /** Tokens of the limit that are held back. */
  readonly withheld: number;
  /** Requests that went well since the last step. */
  readonly calm: number;
}

export const NO_CAUTION: Caution = { atOnce: undefined, withheld: 0, calm: 0 };

/** So many good answers let one more request go at once. */
const CALM_PER_STEP = 25;
/** Beyond this many at once the lane is not careful any more. */
const FREE_AGAIN = 32;

/**
 * After a 429.
 * @param inFlight requests under way when it came, itself included
 * @param accepted requests of ours that the server has counted in the window before
 * @param limit tokens of the lane in a window
 */
export function moreCareful(
  caution: Caution,
  { inFlight, accepted, limit }: { inFlight: number; accepted: number; limit: number },
): Caution {
  const atOnce = Math.max(1, Math.floor(Math.min(caution.atOnce ?? inFlight, inFlight) / 2));
  // A count near our limit is the limit that somebody else leaves us. One far below it belongs to a shorter window, which waiting settles.
  const learnt = accepted * 2 >= limit ? Math.max(caution.withheld, limit - accepted) : caution.withheld;
  return { atOnce, withheld: learnt, calm: 0 };
}

/** After a request that went well: one step back towards the full pace now and then. */
export function lessCareful(caution: Caution): Caution {
  if (caution.atOnce === undefined && caution.withheld === 0) return caution;
  if (caution.calm + 1 < CALM_PER_STEP) return { ...caution, calm: caution.calm + 1 };
  const atOnce = caution.atOnce === undefined || caution.atOnce >= FREE_AGAIN ? undefined : caution.atOnce + 1;
  return { atOnce, withheld: Math.max(0, caution.withheld - 1), calm: 0 };
}
