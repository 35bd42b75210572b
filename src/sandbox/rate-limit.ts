/** A sliding window, as the "Rate limiting" page describes it, or none. */
export type RateLimit = { readonly requests: number; readonly windowMs: number } | 'off';

/** Didit counts reads (GET) and writes (all other methods) apart. */
export type Scope = 'read' | 'write';

export interface Throttled {
  readonly limit: number;
  /** Until the oldest counted request leaves the window; more than 0. */
  readonly waitMs: number;
}

/**
 * At most `requests` in any span of `windowMs`. The times of the last `requests` granted ones stand in a ring: a request is
 * granted when the one that it would overwrite has left the window, so each costs the same however many there were. Throttled
 * requests are not counted, or a client that knocks too early would never get in.
 */
export class SlidingWindow {
  readonly #granted: Float64Array;
  readonly #windowMs: number;
  #oldest = 0;

  constructor(requests: number, windowMs: number) {
    this.#granted = new Float64Array(requests).fill(-Infinity);
    this.#windowMs = windowMs;
  }

  /** Counts a request that arrives at `now` (milliseconds, never going back) and returns 0, or the milliseconds to wait. */
  take(now: number): number {
    const waitMs = (this.#granted[this.#oldest] ?? -Infinity) + this.#windowMs - now;
    if (waitMs > 0) return waitMs;
    this.#granted[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#granted.length;
    return 0;
  }
}

/** One window for each scope of each caller. */
export class RateLimiter {
  readonly #limits: Readonly<Record<Scope, RateLimit>>;
  readonly #windows: Record<Scope, Map<string, SlidingWindow>> = { read: new Map(), write: new Map() };

  /** @throws RangeError unless each limit is `off` or a whole number of requests in a window of some length. */
  constructor(limits: Readonly<Record<Scope, RateLimit>>) {
    for (const limit of Object.values(limits)) check(limit);
    this.#limits = limits;
  }

  /** Forgets every request. */
  reset(): void {
    for (const windows of Object.values(this.#windows)) windows.clear();
  }

  /** Counts a request of `caller` at `now`; undefined when it may pass. */
  take(scope: Scope, caller: string, now: number): Throttled | undefined {
    const limit = this.#limits[scope];
    if (limit === 'off') return undefined;
    const windows = this.#windows[scope];
    const window = windows.get(caller) ?? new SlidingWindow(limit.requests, limit.windowMs);
    windows.set(caller, window);
    const waitMs = window.take(now);
    return waitMs > 0 ? { limit: limit.requests, waitMs } : undefined;
  }
}

function check(limit: RateLimit): void {
  if (limit === 'off' || (Number.isInteger(limit.requests) && limit.requests > 0 && limit.windowMs > 0)) return;
  throw new RangeError(`There is no rate limit of ${limit.requests} requests in ${limit.windowMs} ms.`);
}
