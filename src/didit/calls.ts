import type { Json, RequestLimit } from '../model.js';
import { type Answer, readAnswer } from './answer.js';
import { BACKOFF, type BackoffSettings } from './backoff.js';
import { Lane } from './lane.js';
import { type OutageSettings, Outages, outageOf, type Passage, type RouteClass } from './outage.js';
import { Patience } from './patience.js';
import { UNSAID_WAIT_MS } from './retry-after.js';
import { SameRefusal } from './same-refusal.js';
import type { SharedLanes } from './shared-lanes.js';
import type { Fate, TokenOptions } from './tokens.js';
import { type Request, Transport } from './transport.js';

export interface CallOptions {
  readonly apiKey: string;
  readonly requestTimeoutMs: number;
  readonly connections: number;
  readonly writeLimit: RequestLimit;
  readonly readLimit: RequestLimit;
  /** When tokens spent by an earlier process come back, per lane. */
  readonly spent: { readonly write: readonly number[]; readonly read: readonly number[] };
  /** Where several processes keep to one limit together. */
  readonly shared?: SharedLanes | undefined;
  readonly maxOutageMs: number;
  /** For tests against a fast server. */
  readonly backoff?: BackoffSettings;
  readonly signal: AbortSignal;
}

/** Commits that a request is about to go out. */
export type Intend = () => Promise<void>;

export interface Call<T> {
  readonly route: RouteClass;
  /** For the sentence of a stop: "create a user". */
  readonly what: string;
  readonly request: Request;
  /** What the answer says; undefined where that is not what Didit promises, so that nobody can tell what was done. */
  readonly read: (body: Json) => T | undefined;
  readonly intend?: Intend | undefined;
}

/** Unclear answers in a row, over all workers, that make an outage. */
const OUTAGE_THRESHOLD = 5;

type Refused = Extract<Answer, { kind: 'refused' }>;
type Unclear = Extract<Answer, { kind: 'unclear' }>;
type Throttled = Extract<Answer, { kind: 'throttled' }>;

/** Didit did it, or clearly did not. */
export type Clear<T> = { readonly kind: 'ok'; readonly value: T } | Refused;
/** What a call came to once pacing is dealt with. `value`: what was read of the answer. */
export type Sorted<T> = Clear<T> | Unclear;

/**
 * Calls to Didit: each waits for its lane, is sent, and comes back sorted. Throttling is dealt with here, because Didit did nothing
 * then. Every write is sent once: after an unclear answer the caller has to look before it tries again.
 */
export class Calls {
  readonly #options: CallOptions;
  readonly #transport: Transport;
  readonly #lanes: { readonly read: Lane; readonly write: Lane };
  readonly #outages: Outages;
  readonly #refusals = new SameRefusal();
  readonly #sent = { read: 0, write: 0, throttled: 0 };

  constructor(options: CallOptions, baseUrl: string) {
    this.#options = options;
    this.#transport = new Transport({ ...options, baseUrl });
    const { requestTimeoutMs, signal, spent, shared } = options;
    const laneOf = (name: 'read' | 'write', limit: RequestLimit) => {
      const tokens = shared && ((own: TokenOptions) => shared.tokens(name, own));
      return new Lane({ limit, requestTimeoutMs, spent: spent[name], signal, ...(tokens && { tokens }) });
    };
    this.#lanes = { read: laneOf('read', options.readLimit), write: laneOf('write', options.writeLimit) };
    const outages: OutageSettings = {
      threshold: OUTAGE_THRESHOLD,
      maxOutageMs: options.maxOutageMs,
      backoff: this.#backoff,
      signal,
    };
    this.#outages = new Outages(outages);
  }

  /** A new item's patience; every call about that item takes it along. */
  patience(): Patience {
    return new Patience(this.#outages, this.#backoff, this.#options.signal);
  }

  /** One request, again only when Didit says that it did nothing (429). */
  async once<T>(call: Call<T>): Promise<Sorted<T>> {
    const lane = this.#lanes[call.route === 'read' ? 'read' : 'write'];
    for (let throttledSince: number | undefined; ; ) {
      const passage = await this.#outages.pass(call.route);
      const answer = await this.#attempt(lane, passage, call);
      if (call.route !== 'read') this.#refusals.note(call.route, answer, call.what);
      if (answer.kind !== 'throttled') return answer;
      lane.throttled(answer.waitMs ?? UNSAID_WAIT_MS);
      throttledSince ??= Date.now();
      if (Date.now() - throttledSince >= this.#options.maxOutageMs) throw outageOf(call.route, throttledSince);
    }
  }

  /** Reads change nothing, so they are repeated until the answer is clear. */
  async untilClear<T>(call: Call<T>, patience: Patience): Promise<Clear<T>> {
    for (;;) {
      const answer = await this.once(call);
      if (answer.kind !== 'unclear') return answer;
      await patience.wait(call.route, answer);
    }
  }

  /** The refusals of a route so far were about the people after all. */
  explained(route: RouteClass): void {
    this.#refusals.explained(route);
  }

  /** Requests sent so far. */
  sent(): { readonly read: number; readonly write: number; readonly throttled: number } {
    return { ...this.#sent };
  }

  /** What the client is doing or waiting for. */
  state() {
    return { read: this.#lanes.read.state(), write: this.#lanes.write.state(), outages: this.#outages.current() };
  }

  /** Writes a minute that the limit allows; undefined where none is kept. */
  writesPerMinute(): number | undefined {
    const { writeLimit: limit } = this.#options;
    return limit === 'off' ? undefined : (limit.requests / limit.windowMs) * 60_000;
  }

  /** Whose count this client's requests are in, where it is not its own. */
  get sharedAs(): string | undefined {
    return this.#options.shared?.id;
  }

  /** When the tokens that are away come back, per lane. */
  spent(): { write: number[]; read: number[] } {
    return { write: this.#lanes.write.spent(), read: this.#lanes.read.spent() };
  }

  async close(): Promise<void> {
    await Promise.all([this.#lanes.read.close(), this.#lanes.write.close()]);
    await this.#transport.close();
  }

  get #backoff(): BackoffSettings {
    return this.#options.backoff ?? BACKOFF;
  }

  async #attempt<T>(lane: Lane, passage: Passage, call: Call<T>): Promise<Sorted<T> | Throttled> {
    let outcome: 'clear' | 'unclear' | 'neither' = 'neither';
    try {
      const answer = await this.#send(lane, call);
      if (answer.kind === 'throttled') this.#sent.throttled += 1;
      else outcome = answer.kind === 'unclear' ? 'unclear' : 'clear';
      return answer;
    } finally {
      this.#outages.note(call.route, passage, outcome);
    }
  }

  async #send<T>(lane: Lane, { route, what, request, read, intend }: Call<T>): Promise<Sorted<T> | Throttled> {
    const token = await lane.take();
    let fate: Fate = 'unsent';
    try {
      await intend?.();
      this.#sent[route === 'read' ? 'read' : 'write'] += 1;
      fate = 'unanswered';
      const response = await this.#transport.send(request);
      if (!('status' in response)) return this.#noAnswer(response);
      fate = response.status === 429 ? 'throttled' : 'answered';
      const answer = readAnswer(response, what, Date.now());
      if (answer.kind !== 'ok') return answer;
      const value = read(answer.body);
      if (value !== undefined) return { kind: 'ok', value };
      // Somebody answered, but not with what Didit promises: a proxy's page, or half of an answer.
      return { kind: 'unclear', sent: 'maybe', code: 'answer_unreadable', detail: { status: answer.status } };
    } finally {
      token.giveBack(fate);
    }
  }

  #noAnswer({ sent, reason }: { sent: 'no' | 'maybe'; reason: string }): Unclear {
    if (reason !== 'timeout') return { kind: 'unclear', sent, code: 'connection_lost', detail: { reason } };
    return { kind: 'unclear', sent, code: 'timed_out', detail: { seconds: this.#options.requestTimeoutMs / 1000 } };
  }
}
