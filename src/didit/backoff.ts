/** First wait, doubled with each try up to the cap. */
export interface BackoffSettings {
  readonly baseMs: number;
  readonly capMs: number;
}

export const BACKOFF: BackoffSettings = { baseMs: 500, capMs: 30_000 };

/**
 * The wait before try number `attempt` + 1, in milliseconds: full jitter over an exponential ceiling, so that workers that failed
 * together do not come back together.
 * @param attempt tries that went wrong so far, from 1
 * @param random a number in [0, 1)
 */
export function backoff(attempt: number, random: number, { baseMs, capMs }: BackoffSettings = BACKOFF): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(random * ceiling);
}
