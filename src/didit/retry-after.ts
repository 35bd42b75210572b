const LONGEST_MS = 3_600_000;

/**
 * How long a 429 asks to wait, in milliseconds from `now`; undefined when it does not say. `Retry-After` (seconds or an HTTP date)
 * wins over `X-RateLimit-Reset` (epoch seconds), because Didit's rate-limiting page calls it the floor. Capped at one hour:
 * a clock that is wrong must not park the run for days.
 */
export function retryAfter(headers: Readonly<Record<string, string | string[] | undefined>>, now: number): number | undefined {
  const asked = text(headers['retry-after']);
  if (asked !== undefined) {
    const wait = /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now;
    if (Number.isFinite(wait)) return clamp(wait);
  }
  const reset = Number(text(headers['x-ratelimit-reset']));
  return Number.isFinite(reset) && reset > 0 ? clamp(reset * 1000 - now) : undefined;
}

const clamp = (wait: number) => Math.min(Math.max(0, wait), LONGEST_MS);
const text = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)?.trim() || undefined;
