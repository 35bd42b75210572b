/** How many of the last slices count. */
const SLICES = 5;

/**
 * How fast something goes: the median of the last slices of time. With slices as long as the window of the limit, neither the burst at
 * its beginning nor one outage tells a lie.
 */
export class RecentPace {
  readonly #sliceMs: number;
  /** How much each of the last whole slices brought. */
  #slices: number[] = [];
  #sliceBeganAt: number;
  #before = 0;

  /** @param now in milliseconds, as everywhere here */
  constructor(sliceMs: number, now: number) {
    this.#sliceMs = sliceMs;
    this.#sliceBeganAt = now;
  }

  /** @param count all so far */
  note(count: number, now: number): void {
    const whole = Math.floor((now - this.#sliceBeganAt) / this.#sliceMs);
    if (whole < 1) return;
    // Nobody has looked for several slices: what came is shared out among them.
    const each = (count - this.#before) / whole;
    this.#slices = [...this.#slices, ...Array.from({ length: Math.min(whole, SLICES) }, () => each)].slice(-SLICES);
    this.#before = count;
    this.#sliceBeganAt += whole * this.#sliceMs;
  }

  /** Undefined before the first slice has ended, and where nothing comes any more. */
  perMinute(): number | undefined {
    const pace = this.#slices.length > 0 ? (median(this.#slices) / this.#sliceMs) * 60_000 : 0;
    return pace > 0 ? pace : undefined;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
