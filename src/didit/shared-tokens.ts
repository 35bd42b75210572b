import { sleep, throwIfStopping } from './clock.js';
import type { RedisCount } from './redis-count.js';
import type { RedisPatience } from './redis-patience.js';
import { allSpent, awayMs, backAt, type HeldToken, type SharedWait, type TokenOptions, type Tokens } from './tokens.js';

/**
 * From the moment a token is asked for to the sending of its request, in milliseconds, at most. It is part of how long a token is taken
 * for; one that is later than this by half is given up.
 */
const SLACK_MS = 10_000;
/** At most so many tokens go back in one step. */
const BATCH = 500;
/** One that was not needed is free at once, so nobody sleeps for long. */
const LOOK_AGAIN_MS = 1_000;

interface Waiting {
  readonly resolve: (token: HeldToken) => void;
  readonly reject: (reason: unknown) => void;
}

/** The tokens of a limit that several processes keep together; the count is in Redis. */
export class SharedTokens implements Tokens {
  readonly #count: RedisCount;
  readonly #patience: RedisPatience;
  readonly #options: TokenOptions;
  readonly #signal: AbortSignal;
  readonly #longestMs: number;
  #waiting: Waiting[] = [];
  #granting = false;
  #began = false;
  /** Tokens on their way back to Redis, with the time at which each may be taken again. */
  readonly #returns = new Map<string, number>();
  #returning: Promise<void> | undefined;
  #used = 0;
  #anewUntil = 0;

  constructor(count: RedisCount, patience: RedisPatience, options: TokenOptions, signal: AbortSignal) {
    this.#count = count;
    this.#patience = patience;
    this.#options = options;
    this.#signal = signal;
    this.#longestMs = SLACK_MS + options.requestTimeoutMs + awayMs(options.limit);
    // What an earlier process counted for itself, Redis does not know of.
    for (const [at, due] of options.spent.slice(-options.limit.requests).entries()) this.#returns.set(`spent:${at}:${due}`, due);
  }

  take(): Promise<HeldToken> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (!this.#granting) void this.#grantAll();
    });
  }

  used(): number {
    return this.#used;
  }

  /** What the others have spent is known in Redis alone: to a process that goes on without it, all of it. */
  spent(): number[] {
    return allSpent(this.#options.limit, Date.now() + this.#options.requestTimeoutMs);
  }

  /** Best effort: a process that does not hear of the pause gets a 429 of its own. */
  hold(ms: number): void {
    this.#count.hold(ms).catch((error: unknown) => this.#patience.note(error));
  }

  waiting(): SharedWait | undefined {
    const anewMs = this.#anewUntil - Date.now();
    if (anewMs > 0) return { for: 'redis_anew', seconds: Math.ceil(anewMs / 1000) };
    const seconds = this.#patience.away();
    return seconds === undefined ? undefined : { for: 'redis', seconds };
  }

  /** What cannot be given back now comes back by itself. */
  async close(): Promise<void> {
    if (this.#returns.size > 0 && this.#patience.away() === undefined)
      await this.#giveBackSome().catch((error: unknown) => this.#patience.note(error));
  }

  async #grantAll(): Promise<void> {
    this.#granting = true;
    try {
      // What was spent before is known there before anything is asked for.
      while (!this.#began && this.#returns.size > 0) await this.#patience.call(() => this.#giveBackSome());
      this.#began = true;
      while (this.#waiting.length > 0) await this.#grant();
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    } finally {
      this.#granting = false;
    }
  }

  async #grant(): Promise<void> {
    throwIfStopping(this.#signal);
    const askedAt = performance.now();
    const grant = await this.#patience.call(() =>
      this.#count.take(this.#waiting.length, this.#options.limit.requests, this.#longestMs),
    );
    this.#used = grant.used;
    this.#anewUntil = grant.gate === 'anew' ? Date.now() + grant.waitMs : 0;
    // A process that was asleep in between does not know how much of their time is left.
    const late = performance.now() - askedAt > SLACK_MS / 2;
    const served = late ? [] : this.#waiting.splice(0, grant.granted);
    for (const [at, token] of grant.tokens.entries()) {
      const held = this.#held(token);
      const waiting = served[at];
      if (waiting) waiting.resolve(held);
      else held.giveBack('unsent', Date.now());
    }
    // Nothing that is away now comes back later than one that is answered now.
    const waitMs = grant.gate === 'open' ? Math.min(grant.waitMs, awayMs(this.#options.limit)) : grant.waitMs;
    if (this.#waiting.length > 0 && !late) await sleep(Math.max(1, Math.min(waitMs, LOOK_AGAIN_MS)), this.#signal);
  }

  #held(token: string): HeldToken {
    return {
      giveBack: (fate, sentAt) => {
        this.#returns.set(token, fate === 'unsent' ? 0 : backAt(fate, sentAt, this.#options));
        this.#giveBackSoon();
      },
    };
  }

  /** All that come back in one turn of the event loop go in one step; they stay here until Redis has them. */
  #giveBackSoon(): void {
    this.#returning ??= this.#giveBackAll().finally(() => {
      this.#returning = undefined;
    });
  }

  async #giveBackAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.#returns.size > 0) await this.#patience.call(() => this.#giveBackSome());
    } catch (error) {
      // The run stops, or Redis stays away: whoever asks for a token is told, and these come back by themselves.
      this.#patience.note(error);
    }
  }

  async #giveBackSome(): Promise<void> {
    const some = [...this.#returns].slice(0, BATCH);
    const now = Date.now();
    await this.#count.giveBack(new Map(some.map(([token, at]) => [token, at - now])));
    for (const [token] of some) this.#returns.delete(token);
  }
}
