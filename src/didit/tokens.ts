import type { RequestLimit } from '../model.js';

/** What became of a request: it never went out, Didit counted it, Didit may have counted it, or Didit refused to. */
export type Fate = 'unsent' | 'answered' | 'unanswered' | 'throttled';

export interface TokenOptions {
  readonly limit: Exclude<RequestLimit, 'off'>;
  /** A request without an answer may have been counted as late as this after it was sent, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** When tokens spent by an earlier process come back, in milliseconds since 1970. */
  readonly spent: readonly number[];
}

/** The right to send one request; given back once, when the answer is there or will not come. */
export interface HeldToken {
  /** @param sentAt in milliseconds since 1970 */
  readonly giveBack: (fate: Fate, sentAt: number) => void;
}

/** What processes that share tokens wait for. */
export interface SharedWait {
  /** `redis`: it does not answer; `redis_anew`: it has lost the count of requests. */
  readonly for: 'redis' | 'redis_anew';
  /** `redis`: since its last answer; `redis_anew`: until its count is complete again. */
  readonly seconds: number;
}

/**
 * As many tokens as a limit has requests. A token comes back one window and a margin after the *answer*: the server counted the request
 * no later than that, so its own sliding window never holds more than the limit.
 */
export interface Tokens {
  /** Resolves when one is free, to whoever asked first. */
  take(): Promise<HeldToken>;
  /** How many are away. */
  used(): number;
  /** When each token that is away comes back; written down at the end of a run, so that the next one keeps to the limit. */
  spent(): number[];
  /** Nobody who shares these tokens gets one for so many milliseconds. */
  hold(ms: number): void;
  /** Why nobody gets one although the limit has some, for the progress display. */
  waiting(): SharedWait | undefined;
  /** Stops the timers, so that the process can end; tokens that come back later start none. */
  close(): Promise<void>;
}

/** Covers clocks that tick apart and timers that fire up to a millisecond early: 250 ms a minute, at least 25 ms. */
export function marginMs(windowMs: number): number {
  return Math.max(25, (250 * windowMs) / 60_000);
}

/** How long a token is away after its answer, in milliseconds. */
export function awayMs({ windowMs }: Exclude<RequestLimit, 'off'>): number {
  return windowMs + marginMs(windowMs);
}

/** When the token of a request comes back whose fate is known now, in milliseconds since 1970. */
export function backAt(fate: Exclude<Fate, 'unsent'>, sentAt: number, { limit, requestTimeoutMs }: TokenOptions): number {
  // A refused request may have been counted as well; Didit's pages do not say.
  const counted = fate !== 'unanswered' ? Date.now() : Math.max(Date.now(), sentAt + requestTimeoutMs);
  return counted + awayMs(limit);
}

/** All of a limit's tokens as spent at `at`: what a run that did not end cleanly leaves behind. */
export function allSpent(limit: RequestLimit, at: number): number[] {
  if (limit === 'off') return [];
  return Array<number>(limit.requests).fill(at + awayMs(limit));
}
