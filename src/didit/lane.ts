import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { RequestLimit } from '../model.js';
import { lessCareful, moreCareful, NO_CAUTION, pauseAfter } from './caution.js';
import { sleep, throwIfStopping } from './clock.js';
import { LocalTokens } from './local-tokens.js';
import type { Fate, HeldToken, SharedWait, TokenOptions, Tokens } from './tokens.js';

export interface LaneOptions {
  readonly limit: RequestLimit;
  /** A request without an answer may have been counted as late as this after it was sent, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** When tokens spent by an earlier process come back, in milliseconds since 1970. */
  readonly spent?: readonly number[];
  /** Where the tokens are, if this process does not have the limit to itself. */
  readonly tokens?: (options: TokenOptions) => Tokens;
  readonly signal: AbortSignal;
}

/** Handed out by `take`; whoever takes one gives it back once, when the answer is there or will not come. */
export interface Token {
  readonly giveBack: (fate: Fate) => void;
}

/** The pacing of one of Didit's two rate scopes: its tokens, the pauses that Didit asks for, and the care after them. */
export class Lane {
  readonly #options: LaneOptions;
  /** Undefined without a limit. */
  readonly #tokens: Tokens | undefined;
  /** While there is a pace, requests go out one at a time. */
  readonly #gate = pLimit(1);
  #pausedUntil = 0;
  #caution = NO_CAUTION;
  /** While there is a pace: when the next request may go out. */
  #nextAt = 0;
  /** Requests that went well since the last pause, with the times at which the first of them and the last were sent. */
  #went = 0;
  #firstSentAt: number | undefined;
  #lastSentAt = 0;
  /** The 429 whose pause goes on, and how long after the first request it came. */
  #refusal: { readonly waitMs: number; readonly sinceMs: number } | undefined;
  /** Pauses in a row after which nothing went through. */
  #inVain = -1;

  constructor(options: LaneOptions) {
    this.#options = options;
    // Every worker listens to this one signal; from the eleventh on Node would warn of a leak.
    setMaxListeners(0, options.signal);
    const { limit, requestTimeoutMs, spent = [], tokens = (own) => new LocalTokens(own) } = options;
    this.#tokens = limit === 'off' ? undefined : tokens({ limit, requestTimeoutMs, spent });
  }

  /**
   * Resolves when the next request may go out.
   * @throws MigrateError when the run is stopping
   */
  async take(): Promise<Token> {
    const { signal } = this.#options;
    throwIfStopping(signal);
    let held: HeldToken | undefined;
    for (;;) {
      while (Date.now() < this.#pausedUntil) await sleep(this.#pausedUntil - Date.now(), signal);
      this.#resume();
      const paced = this.#caution.pace !== undefined;
      held = await orStopping(paced ? this.#gate(() => this.#pacedToken()) : this.#token(), signal);
      if (Date.now() >= this.#pausedUntil) break;
      // A pause began meanwhile: the turn is given up, so that those who waited do not all go out together at its end.
      held?.giveBack('unsent', Date.now());
    }
    throwIfStopping(signal);
    const sentAt = Date.now();
    this.#firstSentAt ??= sentAt;
    return {
      giveBack: (fate) => {
        if (fate === 'answered') this.#wentWell(sentAt);
        held?.giveBack(fate, sentAt);
      },
    };
  }

  /**
   * Didit refused to count a request and asks to wait, in milliseconds. All requests of the lane are held back: a 429 is meant for the
   * key, not for one worker. Those that were refused together count as one.
   */
  throttled(waitMs: number): void {
    const now = Date.now();
    if (this.#refusal === undefined) {
      this.#refusal = { waitMs, sinceMs: now - (this.#firstSentAt ?? now) };
      this.#inVain = this.#went === 0 ? this.#inVain + 1 : 0;
    }
    const pauseMs = pauseAfter(waitMs, this.#inVain);
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    this.#tokens?.hold(pauseMs);
  }

  /** When each token that is away comes back; written down at the end of a run, so that the next one keeps to the limit. */
  spent(): number[] {
    return this.#tokens?.spent() ?? [];
  }

  /** What the lane is doing, for the progress display. */
  state(): { readonly used: number; readonly pausedUntil: number; readonly waiting: SharedWait | undefined } {
    return { used: this.#tokens?.used() ?? 0, pausedUntil: this.#pausedUntil, waiting: this.#tokens?.waiting() };
  }

  /** Stops the timers, so that the process can end; tokens that come back later start none. */
  async close(): Promise<void> {
    await this.#tokens?.close();
  }

  /** Requests a second that the limit allows. */
  #told(): number {
    const { limit } = this.#options;
    return limit === 'off' ? Number.POSITIVE_INFINITY : (limit.requests * 1000) / limit.windowMs;
  }

  #wentWell(sentAt: number): void {
    this.#went += 1;
    this.#lastSentAt = Math.max(this.#lastSentAt, sentAt);
    // What is answered in a pause was sent before it.
    if (this.#refusal === undefined) this.#caution = lessCareful(this.#caution, Date.now(), this.#told());
  }

  /** The first worker after a pause takes stock for all. */
  #resume(): void {
    if (this.#refusal === undefined) return;
    const spanMs = this.#went === 0 ? 0 : this.#lastSentAt - (this.#firstSentAt ?? this.#lastSentAt);
    const facts = { ...this.#refusal, now: Date.now(), told: this.#told(), went: this.#went, spanMs };
    this.#caution = moreCareful(this.#caution, facts);
    this.#refusal = undefined;
    this.#went = 0;
    this.#firstSentAt = undefined;
    this.#lastSentAt = 0;
  }

  async #token(): Promise<HeldToken | undefined> {
    return this.#tokens?.take();
  }

  async #pacedToken(): Promise<HeldToken | undefined> {
    const held = await this.#token();
    await this.#turn();
    return held;
  }

  /**
   * Spaces requests, one at a time. A process that was held up catches up on one request and no more: to let out all that are late
   * together is a faster pace to the server's window.
   */
  async #turn(): Promise<void> {
    const { pace } = this.#caution;
    if (pace === undefined) return;
    const wait = this.#nextAt - Date.now();
    if (wait > 0) await sleep(wait, this.#options.signal);
    const gap = 1000 / pace;
    this.#nextAt = Math.max(this.#nextAt, Date.now() - gap) + gap;
  }
}

async function orStopping<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const stopping = new Promise<never>((_, reject) => {
    stop = () => {
      try {
        throwIfStopping(signal);
      } catch (reason) {
        reject(reason);
      }
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopping]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
