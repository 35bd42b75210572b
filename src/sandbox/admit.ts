import type { IncomingMessage } from 'node:http';
import { type Answer, detail, FORBIDDEN, NOT_FOUND, Refusal, UNAUTHENTICATED } from './answer.js';
import type { Application, Call, Handler } from './call.js';
import { readJson } from './json-body.js';
import type { Match } from './routes.js';
import type { Switches } from './switches.js';

export interface Arrival {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly match: Match | undefined;
  readonly query: string;
}

/**
 * The work of a request, ready to be done: its route, key and method are right and its body has been read.
 * @throws Refusal for the first of these that is wrong.
 */
export async function admit(
  { request, method, match, query }: Arrival,
  application: Application,
  keyState: Switches['key'],
): Promise<() => Promise<Answer>> {
  if (!match || method === 'HEAD') throw new Refusal(NOT_FOUND);
  const key = request.headers['x-api-key'];
  if (!key) throw new Refusal(FORBIDDEN);
  if (key !== application.apiKey || keyState === 'revoked') throw new Refusal(UNAUTHENTICATED);
  const endpoint = match.endpoints.get(method);
  if (!endpoint) {
    const headers = { allow: [...match.endpoints.keys()].join(', ') };
    throw new Refusal({ ...detail(405, `Method "${method}" not allowed.`), headers });
  }
  const body = method === 'POST' || method === 'PATCH' ? await readJson(request) : undefined;
  const call = { application, params: match.params, query: new URLSearchParams(query), body };
  return () => handled(endpoint.handle, call);
}

async function handled(handle: Handler, call: Call): Promise<Answer> {
  try {
    return await handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
