const LONGEST_MS = 3_600_000;
/** How long to wait after a 429 that does not say. */
export const UNSAID_WAIT_MS = 5_000;

/**
 * How long a 429 asks to wait, in milliseconds from `now`; undefined when it does not say. `Retry-After` (seconds or an HTTP date)
 * wins over `X-RateLimit-Reset` (epoch seconds), because Didit's rate-limiting page calls it the floor. Capped at one hour:
 * a clock that is wrong must not park the run for days. A moment that has passed says nothing, for the same reason: taken at its
 * word, it would have every worker knock again at once.
 */
export function retryAfter(headers: Readonly<Record<string, string | string[] | undefined>>, now: number): number | undefined {
  const asked = text(headers['retry-after']);
  if (asked !== undefined) {
    if (/^\d+(\.\d+)?$/.test(asked)) return Math.min(Number(asked) * 1000, LONGEST_MS);
    const wait = until(Date.parse(asked), now);
    if (wait !== undefined) return wait;
  }
  return until(Number(text(headers['x-ratelimit-reset'])) * 1000, now);
}

const until = (moment: number, now: number) => (moment > now ? Math.min(moment - now, LONGEST_MS) : undefined);
const text = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)?.trim() || undefined;
