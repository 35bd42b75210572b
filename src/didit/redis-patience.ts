import { MigrateError } from '../errors.js';
import { sleep } from './clock.js';

const TRY_AGAIN_MS = 250;
/** Answers of a Redis that is not ready to serve, or not the one to ask now: it may be in a moment. */
const PASSING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|NOREPLICAS|UNKILLABLE|MISCONF)\b/;

/**
 * While Redis is away nobody gets a token, so nothing is sent; the run goes on by itself when it is back. One for all lanes of a process.
 */
export class RedisPatience {
  readonly #place: string;
  readonly #maxOutageMs: number;
  readonly #signal: AbortSignal;
  /** In milliseconds since 1970; undefined while Redis answers. */
  #awaySince: number | undefined;
  /** What Redis said, where it will say the same again. */
  #refusal: string | undefined;

  /** @param place host and port, without the password */
  constructor(place: string, maxOutageMs: number, signal: AbortSignal) {
    this.#place = place;
    this.#maxOutageMs = maxOutageMs;
    this.#signal = signal;
  }

  /**
   * Tries until Redis has answered.
   * @throws MigrateError `redis_outage` when it has been away for longer than allowed, `redis_unusable` when it refuses; or the reason
   * why the run is stopping
   */
  async call<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await work();
        this.#awaySince = undefined;
        this.#refusal = undefined;
        return result;
      } catch (error) {
        this.note(error);
        if (this.#refusal !== undefined)
          throw new MigrateError('redis_unusable', { place: this.#place, reason: this.#refusal }, { cause: error });
        const since = this.#awaySince ?? Date.now();
        if (Date.now() - since >= this.#maxOutageMs)
          throw new MigrateError('redis_outage', { place: this.#place, duration: durationOf(since) }, { cause: error });
      }
      await sleep(TRY_AGAIN_MS, this.#signal);
    }
  }

  /** A call has failed, or the connection: what is wrong with the password comes from there. */
  note(error: unknown): void {
    if (error instanceof MigrateError) return;
    this.#awaySince ??= Date.now();
    if (error instanceof Error && error.name === 'ReplyError' && !PASSING.test(error.message)) this.#refusal = error.message;
  }

  /** For how many seconds, for the progress display; undefined while Redis answers. */
  away(): number | undefined {
    return this.#awaySince === undefined ? undefined : Math.round((Date.now() - this.#awaySince) / 1000);
  }
}

function durationOf(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
}
