import { setMaxListeners } from 'node:events';
import { MigrateError } from '../errors.js';
import type { DiditStatus, JsonObject, User } from '../model.js';
import { type Answer, type ClearAnswer, readAnswer } from './answer.js';
import { BACKOFF, type BackoffSettings } from './backoff.js';
import { type DiditUser, readDiditUser } from './didit-user.js';
import { Lane, type Limit } from './lane.js';
import { type OutageSettings, Outages, type Passage, type RouteClass } from './outage.js';
import { Patience } from './patience.js';
import { type ProfileFace, readFacePage } from './profile-face.js';
import { CREATE_PATH, facesPath, statusPath, type Target, userPath } from './routes.js';
import { SameRefusal } from './same-refusal.js';
import { type Request, Transport } from './transport.js';

export interface ClientOptions {
  readonly target: Target;
  readonly apiKey: string;
  readonly requestTimeoutMs: number;
  readonly connections: number;
  readonly writeLimit: Limit;
  readonly readLimit: Limit;
  /** When tokens spent by an earlier process come back, per lane. */
  readonly spent: { readonly write: readonly number[]; readonly read: readonly number[] };
  readonly maxOutageMs: number;
  /** For tests against a fast server. */
  readonly backoff?: BackoffSettings;
  readonly signal: AbortSignal;
}

/** Unclear answers in a row, over all workers, that make an outage. */
const OUTAGE_THRESHOLD = 5;
/** Didit allows five uploaded faces; a list longer than this many pages is not one of them. */
const MOST_FACE_PAGES = 10;
/** How long a lane rests after a 429 that does not say. */
const UNSAID_WAIT_MS = 5_000;

/** An answer that is not about pacing. */
export type Sorted = Exclude<Answer, { kind: 'throttled' }>;

/**
 * Didit's endpoints as far as a run needs them. A call waits for its lane, is sent, and comes back sorted. Throttling is dealt with here,
 * because Didit did nothing then. Every write is sent once: after an unclear answer the caller has to look before it tries again.
 */
export class Client {
  readonly #options: ClientOptions;
  readonly #transport: Transport;
  readonly #lanes: { readonly read: Lane; readonly write: Lane };
  readonly #outages: Outages;
  readonly #refusals = new SameRefusal();
  readonly #sent = { read: 0, write: 0, throttled: 0 };

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#transport = new Transport({ ...options, baseUrl: options.target.baseUrl });
    const { requestTimeoutMs, signal, spent } = options;
    // Every worker listens to this one signal; from the eleventh on Node would warn of a leak.
    setMaxListeners(0, signal);
    this.#lanes = {
      read: new Lane({ limit: options.readLimit, requestTimeoutMs, spent: spent.read, signal }),
      write: new Lane({ limit: options.writeLimit, requestTimeoutMs, spent: spent.write, signal }),
    };
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

  /** `POST /v3/users/create/`; not idempotent (create page). Refuses to ask for a verification link: Didit would e-mail the person. */
  async createUser(body: User & { status: DiditStatus }): Promise<Sorted> {
    if ('send_verification_link' in body) throw new Error('A migration never asks for a verification link.');
    const what = 'create a user';
    const answer = await this.#once('create', what, { method: 'POST', path: CREATE_PATH, body: json(body) });
    if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 405))
      throw new MigrateError('route_missing', { what, status: answer.status });
    return allowed(answer, what);
  }

  /** `GET /v3/users/{vendor_data}/`; undefined for a 404. Shows deleted users too (get page): not a proof that a user is live. */
  async getUser(vendorData: string, patience: Patience): Promise<DiditUser | undefined> {
    const what = 'read a user';
    const answer = allowed(await this.#untilClear(what, { method: 'GET', path: userPath(vendorData) }, patience), what);
    if (answer.kind === 'refused' && answer.status === 404) return undefined;
    const user = answer.kind === 'ok' ? readDiditUser(answer.body) : undefined;
    if (!user) throw new MigrateError('answer_unreadable', { status: answer.status });
    // A user that is there explains a create that was refused without saying so.
    this.#refusals.explained('create');
    return user;
  }

  /** `PATCH /v3/users/{vendor_data}/`. Replaces `metadata` whole (update page). */
  async updateUser(vendorData: string, changes: JsonObject): Promise<Sorted> {
    const what = 'change a user';
    return allowed(await this.#once('update', what, { method: 'PATCH', path: userPath(vendorData), body: json(changes) }), what);
  }

  /** `PATCH /v3/users/{vendor_data}/update-status/`: the only call that also feeds the blocklist (update-status page). */
  async updateStatus(vendorData: string, status: DiditStatus, reason: string | undefined): Promise<Sorted> {
    const what = 'set a status';
    const body = json(reason === undefined ? { status } : { status, reason });
    return allowed(await this.#once('update', what, { method: 'PATCH', path: statusPath(vendorData), body }), what);
  }

  /** `POST …/faces/upload/`. `image` is raw base64 without a data prefix (upload page). */
  async uploadFace(diditId: string, jpeg: Buffer, comment: string): Promise<Sorted> {
    const body = json({ image: jpeg.toString('base64'), comment });
    return this.#once('face', 'upload a face', {
      method: 'POST',
      path: `${facesPath(this.#options.target, diditId)}upload/`,
      body,
    });
  }

  /**
   * All faces of a user; `unavailable` where the key or the target does not list them (403, 404, 405 or an unknown shape), and where
   * the list cannot be read to its end: part of a list would make a face look absent.
   */
  async listFaces(diditId: string, patience: Patience): Promise<ProfileFace[] | 'unavailable'> {
    const faces: ProfileFace[] = [];
    let path: string | undefined = facesPath(this.#options.target, diditId);
    for (let pages = 0; path !== undefined && pages < MOST_FACE_PAGES; pages += 1) {
      const answer = await this.#untilClear('list faces', { method: 'GET', path }, patience);
      const page = answer.kind === 'ok' ? readFacePage(answer.body) : undefined;
      if (!page) return 'unavailable';
      faces.push(...page.faces);
      if (page.next === undefined) return faces;
      path = this.#sameHost(page.next);
    }
    return 'unavailable';
  }

  /** Requests sent so far. */
  sent(): { readonly read: number; readonly write: number; readonly throttled: number } {
    return { ...this.#sent };
  }

  /** What the client is doing or waiting for. */
  state() {
    return { read: this.#lanes.read.state(), write: this.#lanes.write.state(), outages: this.#outages.current() };
  }

  /** When the tokens that are away come back, per lane. */
  spent(): { write: number[]; read: number[] } {
    return { write: this.#lanes.write.spent(), read: this.#lanes.read.spent() };
  }

  async close(): Promise<void> {
    this.#lanes.read.close();
    this.#lanes.write.close();
    await this.#transport.close();
  }

  get #backoff(): BackoffSettings {
    return this.#options.backoff ?? BACKOFF;
  }

  /** Reads change nothing, so they are repeated until the answer is clear. */
  async #untilClear(what: string, request: Request, patience: Patience): Promise<ClearAnswer> {
    for (;;) {
      const answer = await this.#once('read', what, request);
      if (answer.kind !== 'unclear') return answer;
      await patience.wait('read', answer);
    }
  }

  /** One request, again only when Didit says that it did nothing (429). */
  async #once(route: RouteClass, what: string, request: Request): Promise<Sorted> {
    const lane = this.#lanes[route === 'read' ? 'read' : 'write'];
    for (;;) {
      const passage = await this.#outages.pass(route);
      const answer = await this.#attempt(lane, route, passage, what, request);
      if (route !== 'read') this.#refusals.note(route, answer, what);
      if (answer.kind !== 'throttled') return answer;
      lane.pause(answer.waitMs ?? UNSAID_WAIT_MS);
    }
  }

  async #attempt(lane: Lane, route: RouteClass, passage: Passage, what: string, request: Request): Promise<Answer> {
    let outcome: 'clear' | 'unclear' | 'neither' = 'neither';
    try {
      const token = await lane.take();
      this.#sent[route === 'read' ? 'read' : 'write'] += 1;
      const response = await this.#transport.send(request);
      const answered = 'status' in response;
      token.giveBack(answered ? 'answered' : 'unanswered');
      const answer = answered ? readAnswer(response, what, Date.now()) : this.#noAnswer(response);
      if (answer.kind === 'throttled') this.#sent.throttled += 1;
      else outcome = answer.kind === 'unclear' ? 'unclear' : 'clear';
      return answer;
    } finally {
      this.#outages.note(route, passage, outcome);
    }
  }

  #noAnswer({ sent, reason }: { sent: 'no' | 'maybe'; reason: string }): Answer {
    if (reason !== 'timeout') return { kind: 'unclear', sent, code: 'connection_lost', detail: { reason } };
    return { kind: 'unclear', sent, code: 'timed_out', detail: { seconds: this.#options.requestTimeoutMs / 1000 } };
  }

  /** A `next` link that leads to another host would take the key there. */
  #sameHost(next: string): string | undefined {
    const { baseUrl } = this.#options.target;
    if (!URL.canParse(next, baseUrl)) return undefined;
    const url = new URL(next, baseUrl);
    return url.host === new URL(baseUrl).host ? url.pathname + url.search : undefined;
  }
}

/** A key that may not touch users is of no use to any item. */
function allowed<A extends Sorted>(answer: A, what: string): A {
  if (answer.kind === 'refused' && answer.status === 403) throw new MigrateError('key_lacks_access', { what });
  return answer;
}

function json(body: object): Buffer {
  return Buffer.from(JSON.stringify(body));
}
