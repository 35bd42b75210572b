import Bottleneck from 'bottleneck';
import { awayMs, backAt, type HeldToken, type TokenOptions, type Tokens } from './tokens.js';

/**
 * The tokens of a process that has its limit to itself: the reservoir of a Bottleneck. (Its interval refills measured 77–90 % of the
 * quota with hundreds of 429s; returned tokens 100 % with none.) It does some 430 jobs a second, so all who wait and for whom there is
 * a token go through as one job of their number's weight.
 */
export class LocalTokens implements Tokens {
  readonly #options: TokenOptions;
  readonly #limiter: Bottleneck;
  /** Timers of tokens on their way back, with the time at which each is due. */
  readonly #returning = new Map<NodeJS.Timeout, number>();
  readonly #waiting: ((token: HeldToken) => void)[] = [];
  #granting = false;
  #inFlight = 0;
  #closed = false;

  constructor(options: TokenOptions) {
    this.#options = options;
    const { limit, requestTimeoutMs, spent } = options;
    const now = Date.now();
    const due = [...spent]
      .filter((at) => at > now)
      .sort((a, b) => a - b)
      .slice(-limit.requests);
    this.#limiter = new Bottleneck({ reservoir: limit.requests - due.length });
    // A clock that was set back must not lock the lane: no token is away for longer than a window and a timeout.
    const latest = now + awayMs(limit) + requestTimeoutMs;
    for (const at of due) this.#returnAt(Math.min(at, latest));
  }

  take(): Promise<HeldToken> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#granting) void this.#grant();
    });
  }

  used(): number {
    return this.#returning.size + this.#inFlight;
  }

  spent(): number[] {
    const unanswered = Date.now() + this.#options.requestTimeoutMs + awayMs(this.#options.limit);
    return [...this.#returning.values(), ...Array<number>(this.#inFlight).fill(unanswered)];
  }

  /** Nobody shares them. */
  hold(): void {}

  waiting(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#returning.keys()) clearTimeout(timer);
    this.#returning.clear();
  }

  async #grant(): Promise<void> {
    this.#granting = true;
    while (this.#waiting.length > 0) {
      const free = (await this.#limiter.currentReservoir()) ?? 0;
      const weight = Math.max(1, Math.min(free, this.#waiting.length));
      await this.#limiter.schedule({ weight }, async () => undefined);
      this.#inFlight += weight;
      for (const resolve of this.#waiting.splice(0, weight)) resolve(this.#token());
    }
    this.#granting = false;
  }

  #token(): HeldToken {
    return {
      giveBack: (fate, sentAt) => {
        this.#inFlight -= 1;
        if (fate === 'unsent') void this.#limiter.incrementReservoir(1);
        else this.#returnAt(backAt(fate, sentAt, this.#options));
      },
    };
  }

  #returnAt(at: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#returning.delete(timer);
      void this.#limiter.incrementReservoir(1);
    }, at - Date.now());
    this.#returning.set(timer, at);
  }
}
