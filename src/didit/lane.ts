import Bottleneck from 'bottleneck';
import { type Caution, lessCareful, moreCareful, NO_CAUTION, pauseAfter } from './caution.js';
import { sleep, throwIfStopping } from './clock.js';

/** So many requests in any span of `windowMs`; `off` for a target without limits. */
export type Limit = { readonly requests: number; readonly windowMs: number } | 'off';

export interface LaneOptions {
  readonly limit: Limit;
  /** A request without an answer may have been counted as late as this after it was sent, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** When tokens spent by an earlier process come back, in milliseconds since 1970. */
  readonly spent?: readonly number[];
  readonly signal: AbortSignal;
}

/** What became of a request: it never went out, Didit counted it, Didit may have counted it, or Didit refused to. */
export type Fate = 'unsent' | 'answered' | 'unanswered' | 'throttled';

/** Handed out by `take`; whoever takes one gives it back once, when the answer is there or will not come. */
export interface Token {
  readonly giveBack: (fate: Fate) => void;
}

/**
 * The pacing of one of Didit's two rate scopes. A token comes back one window and a margin after the *answer*: the server counted the
 * request no later than that, so its own sliding window never holds more than the limit. (Bottleneck's interval refills measured
 * 77–90 % of the quota with hundreds of 429s; returned tokens 100 % with none.)
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #limiter: Bottleneck;
  /** Timers of tokens on their way back, with the time at which each is due. */
  readonly #returning = new Map<NodeJS.Timeout, number>();
  #inFlight = 0;
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
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    if (options.limit === 'off') {
      this.#limiter = new Bottleneck();
      return;
    }
    const { requests, windowMs } = options.limit;
    const now = Date.now();
    const due = [...(options.spent ?? [])]
      .filter((at) => at > now)
      .sort((a, b) => a - b)
      .slice(-requests);
    this.#limiter = new Bottleneck({ reservoir: requests - due.length });
    // A clock that was set back must not lock the lane: no token is away for longer than a window and a timeout.
    const latest = now + windowMs + marginMs(windowMs) + options.requestTimeoutMs;
    for (const at of due) this.#returnAt(Math.min(at, latest));
  }

  /**
   * Resolves when the next request may go out.
   * @throws MigrateError when the run is stopping
   */
  async take(): Promise<Token> {
    const { signal, limit } = this.#options;
    throwIfStopping(signal);
    for (;;) {
      while (Date.now() < this.#pausedUntil) await sleep(this.#pausedUntil - Date.now(), signal);
      this.#resume();
      // A lane without limits goes round the limiter (some 430 jobs a second) until a 429 asks for care.
      if (limit === 'off' && this.#caution.pace === undefined) break;
      await orStopping(
        this.#limiter.schedule(() => this.#turn()),
        signal,
      );
      if (Date.now() >= this.#pausedUntil) break;
      // A pause began meanwhile: the turn is given up, so that those who waited do not all go out together at its end.
      this.#putBack();
    }
    throwIfStopping(signal);
    this.#inFlight += 1;
    const sentAt = Date.now();
    this.#firstSentAt ??= sentAt;
    return {
      giveBack: (fate) => {
        this.#inFlight -= 1;
        if (fate === 'answered') this.#wentWell(sentAt);
        this.#return(fate, sentAt);
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
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseAfter(waitMs, this.#inVain));
  }

  /** When each token that is away comes back; written down at the end of a run, so that the next one keeps to the limit. */
  spent(): number[] {
    const { limit } = this.#options;
    if (limit === 'off') return [];
    const unanswered = Date.now() + this.#options.requestTimeoutMs + limit.windowMs + marginMs(limit.windowMs);
    return [...this.#returning.values(), ...Array<number>(this.#inFlight).fill(unanswered)];
  }

  /** What the lane is doing, for the progress display. */
  state(): { readonly used: number; readonly pausedUntil: number } {
    return { used: this.#returning.size + this.#inFlight, pausedUntil: this.#pausedUntil };
  }

  /** Stops the timers, so that the process can end; tokens that come back later start none. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#returning.keys()) clearTimeout(timer);
    this.#returning.clear();
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
    if (this.#refusal === undefined) this.#adopt(lessCareful(this.#caution, Date.now(), this.#told()));
  }

  /** The first worker after a pause takes stock for all. */
  #resume(): void {
    if (this.#refusal === undefined) return;
    const spanMs = this.#went === 0 ? 0 : this.#lastSentAt - (this.#firstSentAt ?? this.#lastSentAt);
    const facts = { ...this.#refusal, now: Date.now(), told: this.#told(), went: this.#went, spanMs };
    this.#adopt(moreCareful(this.#caution, facts));
    this.#refusal = undefined;
    this.#went = 0;
    this.#firstSentAt = undefined;
    this.#lastSentAt = 0;
  }

  #adopt(caution: Caution): void {
    const [paced, wasPaced] = [caution, this.#caution].map(({ pace }) => pace !== undefined);
    if (paced !== wasPaced) this.#limiter.updateSettings({ maxConcurrent: paced ? 1 : null });
    this.#caution = caution;
  }

  /**
   * Spaces requests, one at a time. A process that was held up catches up on one request and no more: Bottleneck's own `minTime` would
   * let out all that are late together, which the server's window takes for a faster pace.
   */
  async #turn(): Promise<void> {
    const { pace } = this.#caution;
    if (pace === undefined) return;
    const wait = this.#nextAt - Date.now();
    if (wait > 0) await sleep(wait, this.#options.signal);
    const gap = 1000 / pace;
    this.#nextAt = Math.max(this.#nextAt, Date.now() - gap) + gap;
  }

  #return(fate: Fate, sentAt: number): void {
    const { limit, requestTimeoutMs } = this.#options;
    if (limit === 'off') return;
    if (fate === 'unsent') {
      this.#putBack();
      return;
    }
    // A refused request may have been counted as well; Didit's pages do not say.
    const counted = fate !== 'unanswered' ? Date.now() : Math.max(Date.now(), sentAt + requestTimeoutMs);
    this.#returnAt(counted + limit.windowMs + marginMs(limit.windowMs));
  }

  /** A lane without a limit has no tokens: to Bottleneck one more than none would be a limit of one. */
  #putBack(): void {
    if (this.#options.limit !== 'off') void this.#limiter.incrementReservoir(1);
  }

  #returnAt(at: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#returning.delete(timer);
      this.#putBack();
    }, at - Date.now());
    this.#returning.set(timer, at);
  }
}

/** Covers clocks that tick apart and timers that fire up to a millisecond early: 250 ms a minute, at least 25 ms. */
export function marginMs(windowMs: number): number {
  return Math.max(25, (250 * windowMs) / 60_000);
}

/** All of a limit's tokens as spent at `at`: what a run that did not end cleanly leaves behind. */
export function allSpent(limit: Limit, at: number): number[] {
  if (limit === 'off') return [];
  return Array<number>(limit.requests).fill(at + limit.windowMs + marginMs(limit.windowMs));
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
