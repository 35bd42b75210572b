import type { Scope } from './rate-limit.js';

export interface Minute {
  /** When it began. */
  readonly at: Date;
  readonly read: number;
  readonly write: number;
  /** How many of these were answered with 429. */
  readonly throttled: number;
}

const MINUTE_MS = 60_000;
const KEPT = 60;

/** How many requests came in each of the last minutes: what a rehearsal holds against the limits. */
export class CallsByMinute {
  #minutes: { number: number; read: number; write: number; throttled: number }[] = [];

  /** @param at milliseconds since 1970, never going back */
  count(scope: Scope, status: number, at: number): void {
    const number = Math.floor(at / MINUTE_MS);
    if (this.#minutes.at(-1)?.number !== number) {
      this.#minutes.push({ number, read: 0, write: 0, throttled: 0 });
      if (this.#minutes.length > KEPT) this.#minutes.shift();
    }
    const minute = this.#minutes.at(-1);
    if (!minute) return;
    minute[scope] += 1;
    if (status === 429) minute.throttled += 1;
  }

  reset(): void {
    this.#minutes = [];
  }

  /** The oldest first; minutes without any request are not among them. */
  get minutes(): readonly Minute[] {
    return this.#minutes.map(({ number, ...counts }) => ({ at: new Date(number * MINUTE_MS), ...counts }));
  }
}
