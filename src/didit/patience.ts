import { MigrateError } from '../errors.js';
import type { Answer } from './answer.js';
import { type BackoffSettings, backoff } from './backoff.js';
import { sleep } from './clock.js';
import type { Outages, RouteClass } from './outage.js';

type Unclear = Extract<Answer, { kind: 'unclear' }>;

/** How often one item may meet an unclear answer while others succeed. */
const TRIES = 8;

/**
 * One item's patience with unclear answers: waits between tries, and gives the item up only when other requests of the same kind
 * succeeded in between. When nothing succeeds it is the line that is out and not the item that is at fault; the breaker deals with that.
 */
export class Patience {
  readonly #outages: Outages;
  readonly #backoff: BackoffSettings;
  readonly #signal: AbortSignal;
  #waits = 0;
  #failures = 0;
  #seen: Partial<Record<RouteClass, number>> = {};

  constructor(outages: Outages, backoffSettings: BackoffSettings, signal: AbortSignal) {
    this.#outages = outages;
    this.#backoff = backoffSettings;
    this.#signal = signal;
  }

  /**
   * Waits before the next try.
   * @throws MigrateError with the answer's code when this item has used up its tries; or the reason why the run is stopping
   */
  async wait(route: RouteClass, answer: Unclear): Promise<void> {
    const successes = this.#outages.successes(route);
    if (successes > (this.#seen[route] ?? -1)) this.#failures += 1;
    this.#seen[route] = successes;
    if (this.#failures >= TRIES) throw new MigrateError(answer.code, answer.detail);
    this.#waits += 1;
    await sleep(backoff(this.#waits, Math.random(), this.#backoff), this.#signal);
  }
}
