import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Answer, detail, FORBIDDEN, NOT_FOUND, Refusal } from './answer.js';
import type { Controls } from './controls.js';
import { readJson } from './json-body.js';
import { KEY_KINDS } from './key-access.js';
import { PAGE, PAGE_HEADERS } from './page.js';
import { parseFaults } from './parse-faults.js';
import { send, whole } from './reply.js';
import { SESSION_STATUSES } from './session.js';
import type { Snapshot } from './snapshot.js';

/** All that is the sandbox's own stands below this path, save for its page at "/"; Didit has nothing at either. */
const CONTROL = '/_sandbox/';

const schemas = {
  session: z.strictObject({
    vendor_data: z.string(),
    status: z.enum(SESSION_STATUSES).optional(),
    full_name: z.string().optional(),
    date_of_birth: z.iso.date().optional(),
    issuing_state: z.string().length(3).uppercase().optional(),
  }),
  key: z.strictObject({ kind: z.enum(KEY_KINDS) }),
  switches: z.strictObject({
    faults: z.string().nullable().optional(),
    seed: z.int().optional(),
    key: z.enum(['good', 'revoked']).optional(),
    latency_ms: z.number().min(0).max(600_000).optional(),
  }),
  seed: z.strictObject({ users: z.int().min(1).max(1_000_000) }),
};

const DONE: Answer = { status: 204 };

/** What the page and the control routes work on. */
export interface ControlRoom {
  readonly controls: Controls;
  readonly snapshot: () => Snapshot;
  readonly faceBytes: (internalId: string, uuid: string) => Buffer | undefined;
}

export function isControl({ method, url = '' }: IncomingMessage): boolean {
  return url.startsWith(CONTROL) || (url === '/' && method === 'GET');
}

/**
 * Answers what is the sandbox's own. No key is asked for, since the sandbox listens on this machine alone; pages of other sites that a
 * browser on this machine has open are kept out.
 */
export async function answerControl(request: IncomingMessage, response: ServerResponse, room: ControlRoom): Promise<void> {
  const { method, url = '' } = request;
  const [, internalId, uuid] = /^\/_sandbox\/faces\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
  const face = internalId && uuid && room.faceBytes(internalId, uuid);
  if (isForeign(request)) send(response, whole(FORBIDDEN));
  else if (url === '/') response.writeHead(200, PAGE_HEADERS).end(PAGE);
  // The type is left to the browser, which knows a JPG from a PNG; nothing else was let in.
  else if (method === 'GET' && face) response.writeHead(200).end(face);
  else send(response, whole(await answerOf(request, room)));
}

async function answerOf(request: IncomingMessage, room: ControlRoom): Promise<Answer> {
  try {
    const body = request.method === 'POST' ? await readJson(request) : undefined;
    return act(`${request.method} ${(request.url ?? '').slice(CONTROL.length)}`, body, room);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    if (error instanceof RangeError) return detail(400, error.message);
    // A client that went away in the middle of its body: nobody reads this.
    if (!request.complete) return detail(400, 'The request is not whole.');
    throw error;
  }
}

/** @throws Refusal (400) or RangeError for a body that does not say what to do. */
function act(what: string, body: unknown, { controls, snapshot }: ControlRoom): Answer {
  switch (what) {
    case 'GET state':
      return { status: 200, body: snapshot() };
    case 'POST sessions': {
      const { vendor_data, status = 'Approved', ...found } = parseBody(schemas.session, body);
      controls.addSession(vendor_data, { status, ...found });
      return DONE;
    }
    case 'POST keys':
      return { status: 201, body: { api_key: controls.addKey(parseBody(schemas.key, body).kind) } };
    case 'POST switches': {
      const { faults, seed = 1, key, latency_ms } = parseBody(schemas.switches, body);
      if (faults !== undefined) controls.setFaults(faults ? { seed, rules: parseFaults(faults) } : undefined);
      if (key) controls.setKey(key);
      if (latency_ms !== undefined) controls.setLatency(latency_ms);
      return DONE;
    }
    case 'POST users':
      controls.seedUsers(parseBody(schemas.seed, body).users);
      return DONE;
    case 'POST reset':
      controls.reset();
      return DONE;
    default:
      return NOT_FOUND;
  }
}

/** From a page of another site: browsers say so, and a name that leads to this machine shows in Host. */
function isForeign({ headers, socket }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  const name = headers.host?.replace(/:\d+$/, '');
  const here = ['localhost', '127.0.0.1', '[::1]', socket.localAddress];
  return (site !== undefined && site !== 'same-origin' && site !== 'none') || !here.includes(name);
}

/** @throws Refusal (400) keyed by the fields to blame. */
function parseBody<S extends z.ZodObject>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { formErrors, fieldErrors } = z.flattenError(parsed.error);
  throw new Refusal({ status: 400, body: formErrors.length > 0 ? { non_field_errors: formErrors } : fieldErrors });
}
