import { setMaxListeners } from 'node:events';
import { MigrateError } from '../errors.js';
import type { DiditStatus, Json, JsonObject, User } from '../model.js';
import { type Answer, type ClearAnswer, readAnswer } from './answer.js';
import { BACKOFF, type BackoffSettings } from './backoff.js';
import { type DiditUser, readDiditUser } from './didit-user.js';
import { Lane } from './lane.js';
import { type OutageSettings, Outages, outageOf, type Passage, type RouteClass } from './outage.js';
import { Patience } from './patience.js';
import { type ProfileFace, readFacePage, readFaceUuid } from './profile-face.js';
import { CREATE_PATH, DELETE_PATH, facesPath, statusPath, type Target, userPath } from './routes.js';
import { SameRefusal } from './same-refusal.js';
import type { SharedLanes } from './shared-lanes.js';
import type { Fate, Limit, TokenOptions } from './tokens.js';
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
  /** Where several processes keep to one limit together. */
  readonly shared?: SharedLanes | undefined;
  readonly maxOutageMs: number;
  /** For tests against a fast server. */
  readonly backoff?: BackoffSettings;
  readonly signal: AbortSignal;
}

/** Commits that a request is about to go out. */
export type Intend = () => Promise<void>;

interface Call {
  readonly route: RouteClass;
  /** For the sentence of a stop: "create a user". */
  readonly what: string;
  readonly request: Request;
  /** Is this what Didit promises to answer? Anything, where nothing is relied on. */
  readonly promised?: (body: Json) => boolean;
  readonly intend?: Intend | undefined;
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
    const { requestTimeoutMs, signal, spent, shared } = options;
    // Every worker listens to this one signal; from the eleventh on Node would warn of a leak.
    setMaxListeners(0, signal);
    const laneOf = (name: 'read' | 'write', limit: Limit) => {
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

  /**
   * `POST /v3/users/create/`; not idempotent (create page). Refuses to ask for a verification link: Didit would e-mail the person.
   * @param intend called right before the request goes out, and again before each time that Didit asked to send it later
   */
  async createUser(body: User & { status: DiditStatus }, intend?: Intend): Promise<Sorted> {
    if ('send_verification_link' in body) throw new Error('A migration never asks for a verification link.');
    const what = 'create a user';
    const request: Request = { method: 'POST', path: CREATE_PATH, body: json(body) };
    const answer = await this.#once({ route: 'create', what, request, promised: isUser, intend });
    if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 405))
      throw new MigrateError('route_missing', { what, status: answer.status });
    return allowed(answer, what);
  }

  /** `GET /v3/users/{vendor_data}/`; undefined for a 404. Shows deleted users too (get page): not a proof that a user is live. */
  async getUser(vendorData: string, patience: Patience): Promise<DiditUser | undefined> {
    const what = 'read a user';
    const request: Request = { method: 'GET', path: userPath(vendorData) };
    const answer = allowed(await this.#untilClear({ route: 'read', what, request, promised: isUser }, patience), what);
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
    const request: Request = { method: 'PATCH', path: userPath(vendorData), body: json(changes) };
    return allowed(await this.#once({ route: 'update', what, request }), what);
  }

  /** `PATCH /v3/users/{vendor_data}/update-status/`: the only call that also feeds the blocklist (update-status page). */
  async updateStatus(vendorData: string, status: DiditStatus, reason: string | undefined): Promise<Sorted> {
    const what = 'set a status';
    const body = json(reason === undefined ? { status } : { status, reason });
    return allowed(
      await this.#once({ route: 'update', what, request: { method: 'PATCH', path: statusPath(vendorData), body } }),
      what,
    );
  }

  /**
   * `POST /v3/users/delete/` with a list of ids (delete page: `{"deleted": n}`, without those that match nobody). Deleting all users at
   * once, which the same route offers, is never asked for. `intend` as for `createUser`.
   */
  async deleteUsers(vendorData: readonly [string, ...string[]], intend?: Intend): Promise<Sorted> {
    const what = 'delete users';
    const request: Request = { method: 'POST', path: DELETE_PATH, body: json({ vendor_data_list: vendorData }) };
    const promised = (answer: Json) => readDeleted(answer) !== undefined;
    return allowed(await this.#once({ route: 'delete', what, request, promised, intend }), what);
  }

  /** `POST …/faces/upload/`. `image` is raw base64 without a data prefix (upload page). `intend` as for `createUser`. */
  async uploadFace(diditId: string, jpeg: Buffer, comment: string, intend?: Intend): Promise<Sorted> {
    const body = json({ image: jpeg.toString('base64'), comment });
    const request: Request = { method: 'POST', path: `${facesPath(this.#options.target, diditId)}upload/`, body };
    const promised = (answer: Json) => readFaceUuid(answer) !== undefined;
    return this.#once({ route: 'face', what: 'upload a face', request, promised, intend });
  }

  /**
   * All faces of a user; `unavailable` where the key or the target does not list them (403, 404, 405 or an unknown shape), and where
   * the list cannot be read to its end: part of a list would make a face look absent.
   */
  async listFaces(diditId: string, patience: Patience): Promise<ProfileFace[] | 'unavailable'> {
    const faces: ProfileFace[] = [];
    let path: string | undefined = facesPath(this.#options.target, diditId);
    for (let pages = 0; path !== undefined && pages < MOST_FACE_PAGES; pages += 1) {
      const answer = await this.#untilClear({ route: 'read', what: 'list faces', request: { method: 'GET', path } }, patience);
      const page = answer.kind === 'ok' ? readFacePage(answer.body) : undefined;
      if (!page) return 'unavailable';
      faces.push(...page.faces);
      if (page.next === undefined) return faces;
      path = this.#sameHost(page.next);
    }
    return 'unavailable';
  }

  /**
   * `DELETE …/faces/{uuid}/`, for a face of ours (the upload page names a section for it and no more).
   * @returns whether it is gone
   */
  async deleteFace(diditId: string, uuid: string, patience: Patience): Promise<boolean> {
    const path = `${facesPath(this.#options.target, diditId)}${encodeURIComponent(uuid)}/`;
    const call: Call = { route: 'face', what: 'delete a face', request: { method: 'DELETE', path } };
    for (;;) {
      const answer = await this.#once(call);
      if (answer.kind !== 'unclear') return answer.kind === 'ok' || answer.status === 404;
      // Deleting by uuid twice deletes once.
      await patience.wait('face', answer);
    }
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

  /** Reads change nothing, so they are repeated until the answer is clear. */
  async #untilClear(call: Call, patience: Patience): Promise<ClearAnswer> {
    for (;;) {
      const answer = await this.#once(call);
      if (answer.kind !== 'unclear') return answer;
      await patience.wait(call.route, answer);
    }
  }

  /** One request, again only when Didit says that it did nothing (429). */
  async #once(call: Call): Promise<Sorted> {
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

  async #attempt(lane: Lane, passage: Passage, call: Call): Promise<Answer> {
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

  async #send(lane: Lane, { route, what, request, promised = () => true, intend }: Call): Promise<Answer> {
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
      if (answer.kind !== 'ok' || promised(answer.body)) return answer;
      // Somebody answered, but not with what Didit promises: a proxy's page, or half of an answer.
      return { kind: 'unclear', sent: 'maybe', code: 'answer_unreadable', detail: { status: answer.status } };
    } finally {
      token.giveBack(fate);
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

/** How many users a delete has deleted; undefined when the body does not say. */
export function readDeleted(body: Json): number | undefined {
  const deleted = typeof body === 'object' && body !== null && !Array.isArray(body) ? body['deleted'] : undefined;
  return typeof deleted === 'number' && Number.isInteger(deleted) && deleted >= 0 ? deleted : undefined;
}

function isUser(body: Json): boolean {
  return readDiditUser(body) !== undefined;
}

/** A key that may not touch users is of no use to any item. */
function allowed<A extends Sorted>(answer: A, what: string): A {
  if (answer.kind === 'refused' && answer.status === 403) throw new MigrateError('key_lacks_access', { what });
  return answer;
}

function json(body: object): Buffer {
  return Buffer.from(JSON.stringify(body));
}
