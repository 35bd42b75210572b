import { setTimeout as delay } from 'node:timers/promises';
import type { Json, JsonObject } from '../model.js';
import { type DiditUser, readDiditUser } from './didit-user.js';
import { type ErrorBody, readErrorBody } from './error-body.js';
import { type ProfileFace, readFacePage } from './profile-face.js';
import { retryAfter, UNSAID_WAIT_MS } from './retry-after.js';
import { CREATE_PATH, DELETE_PATH, facesPath, type Target, userPath } from './routes.js';
import { type Request, Transport } from './transport.js';

/** What Didit answered to one request, or why there is no answer. */
export interface ProbeAnswer {
  /** Undefined where none came. */
  readonly status: number | undefined;
  /** Why none came: `timeout` or a code such as ENOTFOUND. */
  readonly reason: string | undefined;
  /** Undefined where it is not JSON. */
  readonly body: Json | undefined;
  readonly refusal: ErrorBody;
  /** Didit's own clock, in milliseconds since 1970. */
  readonly clock: number | undefined;
}

export interface ProbeOptions {
  readonly target: Target;
  readonly apiKey: string;
  readonly requestTimeoutMs: number;
}

/** Every test user's id begins like this, and nobody else can be deleted by a probe. */
export const TEST_USER = 'Didit-Migrate-Doctor-';

const USERS_PATH = '/v3/users/';
const MOST_WAITS = 3;

/**
 * A handful of single requests whose answers are of interest as they are, also the bad ones; only a 429 is waited for, because Didit did
 * nothing then. A run asks by `Client`, which keeps the limits and knows what each answer means.
 */
export class Probe {
  readonly #target: Target;
  readonly #transport: Transport;

  constructor({ target, apiKey, requestTimeoutMs }: ProbeOptions) {
    this.#target = target;
    this.#transport = new Transport({ baseUrl: target.baseUrl, apiKey, requestTimeoutMs, connections: 1 });
  }

  /** `GET /v3/users/{vendor_data}/` */
  getUser(vendorData: string): Promise<ProbeAnswer> {
    return this.#ask({ method: 'GET', path: userPath(vendorData) });
  }

  /** `GET /v3/users/`: one user, whoever it is. */
  anyUser(): Promise<ProbeAnswer> {
    return this.#ask({ method: 'GET', path: `${USERS_PATH}?limit=1` });
  }

  /** `POST /v3/users/create/` */
  createUser(body: JsonObject): Promise<ProbeAnswer> {
    return this.#ask({ method: 'POST', path: CREATE_PATH, body: Buffer.from(JSON.stringify(body)) });
  }

  uploadFace(diditId: string, jpeg: Buffer, comment: string): Promise<ProbeAnswer> {
    const body = Buffer.from(JSON.stringify({ image: jpeg.toString('base64'), comment }));
    return this.#ask({ method: 'POST', path: `${facesPath(this.#target, diditId)}upload/`, body });
  }

  listFaces(diditId: string): Promise<ProbeAnswer> {
    return this.#ask({ method: 'GET', path: facesPath(this.#target, diditId) });
  }

  /** `POST /v3/users/delete/` for one test user. */
  deleteTestUser(vendorData: string): Promise<ProbeAnswer> {
    if (!vendorData.toLowerCase().startsWith(TEST_USER.toLowerCase())) throw new Error('A probe deletes its own user alone.');
    return this.#ask({
      method: 'POST',
      path: DELETE_PATH,
      body: Buffer.from(JSON.stringify({ vendor_data_list: [vendorData] })),
    });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #ask(request: Request): Promise<ProbeAnswer> {
    for (let waits = 0; ; waits += 1) {
      const response = await this.#transport.send(request);
      if (!('status' in response)) return { ...NO_ANSWER, reason: response.reason };
      const { status, headers, text } = response;
      if (status === 429 && waits < MOST_WAITS) {
        await delay(retryAfter(headers, Date.now()) ?? UNSAID_WAIT_MS);
        continue;
      }
      const clock = Date.parse(String(headers['date']));
      return {
        status,
        reason: undefined,
        body: parsed(text),
        refusal: readErrorBody(text),
        clock: Number.isNaN(clock) ? undefined : clock,
      };
    }
  }
}

/** The user in an answer; undefined where there is none. */
export function userIn({ status, body }: ProbeAnswer): DiditUser | undefined {
  return status !== undefined && status < 300 && body !== undefined ? readDiditUser(body) : undefined;
}

/** The first user of a list. */
export function firstUserIn({ status, body }: ProbeAnswer): DiditUser | undefined {
  if (status !== 200 || typeof body !== 'object' || body === null) return undefined;
  const list = Array.isArray(body) ? body : body['results'];
  return Array.isArray(list) && list[0] !== undefined ? readDiditUser(list[0]) : undefined;
}

/** The faces in an answer; undefined where it is no list of faces. */
export function facesIn({ status, body }: ProbeAnswer): readonly ProfileFace[] | undefined {
  return status === 200 && body !== undefined ? readFacePage(body)?.faces : undefined;
}

const NO_ANSWER: ProbeAnswer = {
  status: undefined,
  reason: undefined,
  body: undefined,
  refusal: { shape: 'unreadable', fields: [], duplicate: 'maybe' },
  clock: undefined,
};

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
