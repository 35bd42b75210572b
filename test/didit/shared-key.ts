import { type Caution, lessCareful, moreCareful, NO_CAUTION, pauseAfter } from '../../src/didit/caution.js';

export interface SharedKey {
  /** What the server allows in any window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Requests a second of somebody else with the same key, evenly; refused ones are not sent again. */
  readonly others: number;
  /** Requests a second that our lane was told it may send. */
  readonly told: number;
  /** Ours that have to get through. */
  readonly requests: number;
  /** For how long each answer takes. */
  readonly seed: number;
}

export interface Outcome {
  /** Ours of those that the others left over, from our first to our last. */
  readonly used: number;
  readonly refused: number;
}

const WORKERS = 16;
const OTHERS_BEGIN_MS = -5_000;

/**
 * A lane under a sliding window, in virtual time: no machine is too slow for it. The server counts a request when it is sent and answers
 * 20 to 200 ms later; waits are told in whole seconds.
 */
export function withSharedKey({ limit, windowMs, others, told, requests, seed }: SharedKey): Outcome {
  const random = uniform(seed);
  const counted: number[] = [];
  const answers: { at: number; sentAt: number; waitMs: number }[] = [];
  let [caution, pausedUntil, nextAt, otherAt]: [Caution, number, number, number] = [NO_CAUTION, 0, 0, OTHERS_BEGIN_MS];
  let [went, through, refused, taken, inVain] = [0, 0, 0, 0, -1];
  let [firstSentAt, lastSentAt]: [number | undefined, number] = [undefined, 0];
  let refusal: { waitMs: number; sinceMs: number } | undefined;

  const ask = (at: number): number => {
    while (counted.length > 0 && (counted[0] ?? at) <= at - windowMs) counted.shift();
    if (counted.length >= limit) return Math.max(1_000, Math.ceil(((counted[0] ?? at) + windowMs - at) / 1_000) * 1_000);
    counted.push(at);
    return 0;
  };
  const othersUntil = (at: number) => {
    for (; others > 0 && otherAt <= at; otherAt += 1_000 / others) if (ask(otherAt) === 0 && otherAt >= 0) taken += 1;
  };

  for (;;) {
    const sendAt = answers.length < WORKERS && answers.length + through < requests ? Math.max(nextAt, pausedUntil) : Infinity;
    answers.sort((a, b) => a.at - b.at);
    const [next] = answers;
    if (next && next.at <= sendAt) {
      const { at, sentAt, waitMs } = next;
      answers.shift();
      nextAt = Math.max(nextAt, at - (caution.pace === undefined ? 0 : 1_000 / caution.pace));
      if (waitMs > 0) {
        refused += 1;
        if (refusal === undefined) inVain = went === 0 ? inVain + 1 : 0;
        refusal ??= { waitMs, sinceMs: at - (firstSentAt ?? at) };
        pausedUntil = Math.max(pausedUntil, at + pauseAfter(waitMs, inVain));
        continue;
      }
      through += 1;
      went += 1;
      lastSentAt = Math.max(lastSentAt, sentAt);
      if (refusal === undefined) caution = lessCareful(caution, at, told);
      if (through === requests) {
        othersUntil(at);
        return { used: requests / ((limit * at) / windowMs - taken), refused };
      }
      continue;
    }
    if (refusal !== undefined && sendAt >= pausedUntil) {
      const spanMs = went === 0 ? 0 : lastSentAt - (firstSentAt ?? 0);
      caution = moreCareful(caution, { ...refusal, now: sendAt, told, went, spanMs });
      [refusal, went, firstSentAt, lastSentAt] = [undefined, 0, undefined, 0];
    }
    othersUntil(sendAt);
    answers.push({ at: sendAt + 20 + 180 * random(), sentAt: sendAt, waitMs: ask(sendAt) });
    firstSentAt ??= sendAt;
    nextAt = sendAt + (caution.pace === undefined ? 0 : 1_000 / caution.pace);
  }
}

/** Numbers in [0, 1): the generator of Numerical Recipes. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
