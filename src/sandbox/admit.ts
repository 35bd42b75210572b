import type { IncomingMessage } from 'node:http';
import { type Answer, detail, FORBIDDEN, NOT_FOUND, Refusal, UNAUTHENTICATED } from './answer.js';
import type { Application, Call, Handler } from './call.js';
import { readJson } from './json-body.js';
import { type KeyKind, mayCall } from './key-access.js';
import type { RouteClass } from './route-class.js';
import type { Match } from './routes.js';
import type { Switches } from './switches.js';

export interface Arrival {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly match: Match | undefined;
  readonly query: string;
}

interface Admitted {
  readonly work: () => Answer;
  /** The JSON of the request. */
  readonly body: unknown;
}

/**
 * The work of a request, ready to be done: its route, key and method are right and its body has been read.
 * @throws Refusal for the first of these that is wrong.
 */
export async function admit(
  { request, method, match, query }: Arrival,
  application: Application,
  keyState: Switches['key'],
): Promise<Admitted> {
  if (!match || method === 'HEAD') throw new Refusal(NOT_FOUND);
  const endpoint = match.endpoints.get(method);
  const keyKind = authenticate(request, application, keyState, endpoint?.routeClass);
  if (!endpoint) {
    const headers = { allow: [...match.endpoints.keys()].join(', ') };
    throw new Refusal({ ...detail(405, `Method "${method}" not allowed.`), headers });
  }
  if (!mayCall(keyKind, endpoint.routeClass)) throw new Refusal(FORBIDDEN);
  const body = method === 'POST' || method === 'PATCH' ? await readJson(request) : undefined;
  const call = { application, keyKind, params: match.params, query, body };
  return { work: () => handled(endpoint.handle, call), body };
}

/**
 * What the request's key may do. Where the face routes belong to the console, they want the key as a bearer token and refuse it as a key.
 * @throws Refusal for a key that is missing, wrong or expired.
 */
function authenticate(
  { headers }: IncomingMessage,
  { keys, profile }: Application,
  keyState: Switches['key'],
  route: RouteClass | undefined,
): KeyKind {
  const bearer = profile.faces === 'bearer' && route?.startsWith('face-');
  const key = bearer ? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] : headers['x-api-key']?.toString();
  if (!key) throw new Refusal(FORBIDDEN);
  const kind = keyState === 'revoked' ? 'revoked' : keys.get(key);
  const bad = (answer: Answer) => new Refusal(profile['bad-key'] === '403' ? FORBIDDEN : answer);
  if (kind === undefined || kind === 'revoked') throw bad(UNAUTHENTICATED);
  if (kind === 'expired') throw bad(detail(401, 'This API key has expired.'));
  return kind;
}

function handled(handle: Handler, call: Call): Answer {
  try {
    return handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
