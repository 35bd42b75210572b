import { signedHeaders } from './webhook-signature.js';

export interface WebhookOptions {
  /** http or https. Only an address of this machine, unless `anywhere`. */
  readonly url: string;
  /** The destination's shared secret. */
  readonly secret: string;
  readonly anywhere?: boolean;
  /** How long an unsuccessful delivery waits for each repetition. Default: 1 and 4 minutes, as documented. */
  readonly retryAfterMs?: readonly number[];
  /** How long the receiver may take to answer. Default 5 s, as documented. */
  readonly timeoutMs?: number;
  /** How many may wait, repetitions among them; what comes on top is dropped. Default 10,000. */
  readonly maxWaiting?: number;
}

/** One attempt to deliver. */
export interface Delivery {
  readonly at: Date;
  readonly type: string;
  readonly attempt: number;
  /** The receiver's status, or why there was none. */
  readonly result: number | 'no answer';
  readonly outcome: 'delivered' | 'again later' | 'given up';
}

export interface WebhookState {
  readonly url: string;
  /** Events that were to be sent. */
  readonly events: number;
  readonly attempts: number;
  readonly delivered: number;
  /** Refused for good, or refused too often. */
  readonly givenUp: number;
  /** Dropped since too many were waiting. */
  readonly dropped: number;
  readonly waiting: number;
  /** The newest first. */
  readonly latest: readonly Delivery[];
}

interface Message {
  readonly type: string;
  readonly body: object;
  readonly text: string;
  readonly attempt: number;
}

/** Deliveries under way at a time. */
const AT_ONCE = 8;
const LATEST = 50;
const MINUTE = 60_000;

/** Delivers events to one receiver: in order as far as it keeps up, and again after 5xx, 404 and silence ("Webhooks"). */
export class Webhooks {
  readonly #options: Required<WebhookOptions>;
  readonly #closing: AbortSignal;
  #queue: Message[] = [];
  #later = new Set<NodeJS.Timeout>();
  readonly #posting = new Set<AbortController>();
  #counts = { events: 0, attempts: 0, delivered: 0, givenUp: 0, dropped: 0 };
  #latest: Delivery[] = [];

  /**
   * @param closing Ends everything; what is waiting then is never sent.
   * @throws RangeError with a sentence, fit to follow the option's name, for an address that is none or not of this machine.
   */
  constructor(options: WebhookOptions, closing: AbortSignal) {
    checkWebhookUrl(options.url, options.anywhere ? 'anywhere' : 'loopback only');
    this.#options = { anywhere: false, retryAfterMs: [MINUTE, 4 * MINUTE], timeoutMs: 5_000, maxWaiting: 10_000, ...options };
    this.#closing = closing;
    closing.addEventListener('abort', () => {
      this.reset();
      for (const posting of this.#posting) posting.abort();
    });
  }

  get state(): WebhookState {
    const waiting = this.#queue.length + this.#posting.size + this.#later.size;
    return { url: this.#options.url, ...this.#counts, waiting, latest: this.#latest };
  }

  send(type: string, body: object): void {
    this.#counts.events += 1;
    if (this.state.waiting >= this.#options.maxWaiting) {
      this.#counts.dropped += 1;
      return;
    }
    this.#queue.push({ type, body, text: JSON.stringify(body), attempt: 1 });
    this.#next();
  }

  /** Forgets what is waiting, and every count. */
  reset(): void {
    for (const timer of this.#later) clearTimeout(timer);
    this.#later.clear();
    this.#queue = [];
    this.#counts = { events: 0, attempts: 0, delivered: 0, givenUp: 0, dropped: 0 };
    this.#latest = [];
  }

  #next(): void {
    while (this.#posting.size < AT_ONCE) {
      const message = this.#queue.shift();
      if (!message) return;
      const posting = new AbortController();
      this.#posting.add(posting);
      void this.#deliver(message, posting).then(() => {
        this.#posting.delete(posting);
        this.#next();
      });
    }
  }

  async #deliver(message: Message, posting: AbortController): Promise<void> {
    const at = new Date();
    const result = await this.#post(message, posting);
    if (this.#closing.aborted) return;
    const { attempt, type } = message;
    const waitMs = isWorthAnother(result) ? this.#options.retryAfterMs[attempt - 1] : undefined;
    const outcome = isSuccess(result) ? 'delivered' : waitMs === undefined ? 'given up' : 'again later';
    this.#counts.attempts += 1;
    if (outcome === 'delivered') this.#counts.delivered += 1;
    if (outcome === 'given up') this.#counts.givenUp += 1;
    this.#latest = [{ at, type, attempt, result, outcome } as const, ...this.#latest].slice(0, LATEST);
    if (waitMs === undefined) return;
    const timer = setTimeout(() => {
      this.#later.delete(timer);
      this.#queue.push({ ...message, attempt: attempt + 1 });
      this.#next();
    }, waitMs).unref();
    this.#later.add(timer);
  }

  /** The header's time is that of the attempt: one of five minutes ago would be refused. */
  async #post({ body, text }: Message, posting: AbortController): Promise<Delivery['result']> {
    const { url, secret, timeoutMs } = this.#options;
    const seconds = Math.floor(Date.now() / 1000);
    const timer = setTimeout(() => posting.abort(), timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: signedHeaders(body, text, secret, seconds),
        body: text,
        redirect: 'manual',
        signal: posting.signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      // Refused, reset, too late: whatever it was, there is no answer, and the receiver is the one to find out why.
      return 'no answer';
    } finally {
      clearTimeout(timer);
    }
  }
}

function isSuccess(result: Delivery['result']): boolean {
  return result !== 'no answer' && result >= 200 && result < 300;
}

function isWorthAnother(result: Delivery['result']): boolean {
  return result === 'no answer' || result === 404 || result >= 500;
}

/** @throws RangeError with a sentence, fit to follow the option's name, for an address that is none or not of this machine. */
export function checkWebhookUrl(text: string, reach: 'loopback only' | 'anywhere'): void {
  if (!URL.canParse(text)) throw new RangeError('must be an address such as http://127.0.0.1:9000/didit');
  const { protocol, hostname, username } = new URL(text);
  if (!/^https?:$/.test(protocol) || username) throw new RangeError('must be an http or https address without a user name');
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (isHere || reach === 'anywhere') return;
  throw new RangeError(
    `leads to ${hostname}, not to this machine: events hold what a rehearsal was given; --webhook-anywhere allows it`,
  );
}
