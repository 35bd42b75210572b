import { MigrateError } from '../errors.js';
import { type DiditStatus, isJsonObject, type Json, type JsonObject, type User } from '../model.js';
import { type Call, type CallOptions, Calls, type Intend, type Sorted } from './calls.js';
import { type DiditUser, readDiditUser } from './didit-user.js';
import type { Patience } from './patience.js';
import { type ProfileFace, readFacePage, readFaceUuid } from './profile-face.js';
import { CREATE_PATH, DELETE_PATH, facesPath, statusPath, type Target, userPath } from './routes.js';
import type { Request } from './transport.js';

export interface ClientOptions extends CallOptions {
  readonly target: Target;
}

/** Didit allows five uploaded faces; a list longer than this many pages is not one of them. */
const MOST_FACE_PAGES = 10;

/** Didit's endpoints as far as a run needs them. Every write is sent once: after an unclear answer the caller has to look before it tries again. */
export class Client {
  /** How requests go out, and what they wait for. */
  readonly calls: Calls;
  readonly #target: Target;

  constructor(options: ClientOptions) {
    this.#target = options.target;
    this.calls = new Calls(options, options.target.baseUrl);
  }

  /**
   * `POST /v3/users/create/`; not idempotent (create page). Refuses to ask for a verification link: Didit would e-mail the person.
   * @param intend called right before the request goes out, and again before each time that Didit asked to send it later
   */
  async createUser(body: User & { status: DiditStatus }, intend?: Intend): Promise<Sorted<DiditUser>> {
    if ('send_verification_link' in body) throw new Error('A migration never asks for a verification link.');
    const what = 'create a user';
    const request: Request = { method: 'POST', path: CREATE_PATH, body: json(body) };
    const answer = await this.calls.once({ route: 'create', what, request, read: readDiditUser, intend });
    if (answer.kind === 'refused' && (answer.status === 404 || answer.status === 405))
      throw new MigrateError('route_missing', { what, status: answer.status });
    return allowed(answer, what);
  }

  /** `GET /v3/users/{vendor_data}/`; undefined for a 404. Shows deleted users too (get page): not a proof that a user is live. */
  async getUser(vendorData: string, patience: Patience): Promise<DiditUser | undefined> {
    const what = 'read a user';
    const request: Request = { method: 'GET', path: userPath(vendorData) };
    const answer = allowed(await this.calls.untilClear({ route: 'read', what, request, read: readDiditUser }, patience), what);
    if (answer.kind === 'refused') {
      if (answer.status === 404) return undefined;
      throw new MigrateError('answer_unreadable', { status: answer.status });
    }
    // A user that is there explains a create that was refused without saying so.
    this.calls.explained('create');
    return answer.value;
  }

  /** `PATCH /v3/users/{vendor_data}/`. Replaces `metadata` whole (update page). The value is null where the answer shows no user. */
  async updateUser(vendorData: string, changes: JsonObject): Promise<Sorted<DiditUser | null>> {
    const what = 'change a user';
    const request: Request = { method: 'PATCH', path: userPath(vendorData), body: json(changes) };
    return allowed(await this.calls.once({ route: 'update', what, request, read: userIfShown }), what);
  }

  /** `PATCH /v3/users/{vendor_data}/update-status/`: the only call that also feeds the blocklist (update-status page). Answers like `updateUser`. */
  async updateStatus(vendorData: string, status: DiditStatus, reason: string | undefined): Promise<Sorted<DiditUser | null>> {
    const what = 'set a status';
    const body = json(reason === undefined ? { status } : { status, reason });
    const request: Request = { method: 'PATCH', path: statusPath(vendorData), body };
    return allowed(await this.calls.once({ route: 'update', what, request, read: userIfShown }), what);
  }

  /**
   * `POST /v3/users/delete/` with a list of ids (delete page: `{"deleted": n}`, without those that match nobody). Deleting all users at
   * once, which the same route offers, is never asked for. `intend` as for `createUser`.
   * @returns as the value, how many it has deleted; null where the answer does not say
   */
  async deleteUsers(vendorData: readonly [string, ...string[]], intend?: Intend): Promise<Sorted<number | null>> {
    const what = 'delete users';
    const request: Request = { method: 'POST', path: DELETE_PATH, body: json({ vendor_data_list: vendorData }) };
    return allowed(await this.calls.once({ route: 'delete', what, request, read: deletedIn, intend }), what);
  }

  /** `POST …/faces/upload/`. `image` is raw base64 without a data prefix (upload page). `intend` as for `createUser`; the value is the face's uuid. */
  async uploadFace(diditId: string, jpeg: Buffer, comment: string, intend?: Intend): Promise<Sorted<string>> {
    const body = json({ image: jpeg.toString('base64'), comment });
    const request: Request = { method: 'POST', path: `${facesPath(this.#target, diditId)}upload/`, body };
    return this.calls.once({ route: 'face', what: 'upload a face', request, read: readFaceUuid, intend });
  }

  /**
   * All faces of a user; `unavailable` where the key or the target does not list them (403, 404, 405 or an unknown shape), and where
   * the list cannot be read to its end: part of a list would make a face look absent.
   */
  async listFaces(diditId: string, patience: Patience): Promise<ProfileFace[] | 'unavailable'> {
    const faces: ProfileFace[] = [];
    let path: string | undefined = facesPath(this.#target, diditId);
    for (let pages = 0; path !== undefined && pages < MOST_FACE_PAGES; pages += 1) {
      const request: Request = { method: 'GET', path };
      const read = (body: Json) => readFacePage(body) ?? 'unavailable';
      const answer = await this.calls.untilClear({ route: 'read', what: 'list faces', request, read }, patience);
      const page = answer.kind === 'ok' ? answer.value : 'unavailable';
      if (page === 'unavailable') return page;
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
    const path = `${facesPath(this.#target, diditId)}${encodeURIComponent(uuid)}/`;
    const read = () => 'deleted';
    const call: Call<string> = { route: 'face', what: 'delete a face', request: { method: 'DELETE', path }, read };
    for (;;) {
      const answer = await this.calls.once(call);
      if (answer.kind !== 'unclear') return answer.kind === 'ok' || answer.status === 404;
      // Deleting by uuid twice deletes once.
      await patience.wait('face', answer);
    }
  }

  close(): Promise<void> {
    return this.calls.close();
  }

  /** A `next` link that leads to another host would take the key there. */
  #sameHost(next: string): string | undefined {
    const { baseUrl } = this.#target;
    if (!URL.canParse(next, baseUrl)) return undefined;
    const url = new URL(next, baseUrl);
    return url.host === new URL(baseUrl).host ? url.pathname + url.search : undefined;
  }
}

/**
 * How many users a delete has deleted. The delete page answers with a count; the operations page promises a result for each and does not
 * show it, so what is not a count says nothing, and who is gone has to be looked at.
 */
function deletedIn(body: Json): number | null {
  const deleted = isJsonObject(body) ? body['deleted'] : undefined;
  return typeof deleted === 'number' && Number.isInteger(deleted) && deleted >= 0 ? deleted : null;
}

function userIfShown(body: Json): DiditUser | null {
  return readDiditUser(body) ?? null;
}

/** A key that may not touch users is of no use to any item. */
function allowed<A extends Sorted<unknown>>(answer: A, what: string): A {
  if (answer.kind === 'refused' && answer.status === 403) throw new MigrateError('key_lacks_access', { what });
  return answer;
}

function json(body: object): Buffer {
  return Buffer.from(JSON.stringify(body));
}
