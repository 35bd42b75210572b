import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, detail, NOT_FOUND, Refusal } from './answer.js';
import type { Application } from './call.js';
import { readJson } from './json-body.js';
import type { RateLimiter, Throttled } from './rate-limit.js';
import { findRoute, type Match } from './routes.js';

/** One answered request, without anything of its path or body that could be a person's. */
export interface RequestEntry {
  readonly method: string;
  /** The documented form of the path, such as "/v3/users/{vendor_data}/", or "(unknown)". */
  readonly route: string;
  readonly status: number;
  readonly arrivedAt: Date;
  /** What went wrong inside the sandbox, for a 500. */
  readonly error?: unknown;
}

/** Milliseconds: always the same, or evenly spread from the first to the second. */
export type Latency = number | readonly [min: number, max: number];

interface ServeOptions {
  readonly limiter: RateLimiter;
  readonly latencyMs: Latency;
  readonly onRequest: (entry: RequestEntry) => void;
}

interface Arrival {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly match: Match | undefined;
  readonly query: string;
}

/** A request takes effect, is counted and reported at once; only its answer waits for `latencyMs`. */
export function serve(application: Application, { limiter, latencyMs, onRequest }: ServeOptions): RequestListener {
  return async (request, response) => {
    const arrivedAt = new Date();
    const { method = 'GET', url = '' } = request;
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const match = findRoute(path);
    const { answer, error } = await settle(answerTo({ request, method, match, query }, application, limiter));
    // A client that went away in the middle of its own request has asked for nothing.
    if (error !== undefined && !request.complete) return;
    const route = match?.pattern ?? '(unknown)';
    application.store.countRequest(method, route, answer.status);
    onRequest({ method, route, status: answer.status, arrivedAt, ...(error !== undefined && { error }) });
    const waitMs = drawn(latencyMs);
    // Unreferenced: an answer that is still waiting when the sandbox closes keeps no process alive.
    if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
    send(response, answer);
  };
}

async function settle(answering: Promise<Answer>): Promise<{ answer: Answer; error?: unknown }> {
  try {
    return { answer: await answering };
  } catch (error) {
    if (error instanceof Refusal) return { answer: error.answer };
    return { answer: detail(500, 'Internal server error.'), error };
  }
}

/** Counted before anything else is looked at; then the route, the key and the method, and only then the body. */
async function answerTo(
  { request, method, match, query }: Arrival,
  application: Application,
  limiter: RateLimiter,
): Promise<Answer> {
  const throttled = limiter.take(method === 'GET' ? 'read' : 'write', callerOf(request), performance.now());
  if (throttled) return tooManyRequests(throttled);
  if (!match || method === 'HEAD') return NOT_FOUND;
  const key = request.headers['x-api-key'];
  if (!key) return detail(403, 'You do not have permission to perform this action.');
  if (key !== application.apiKey) {
    return detail(401, 'You must be authenticated with a valid access token to access this endpoint.');
  }
  const handler = match.handlers.get(method);
  if (!handler) {
    return { ...detail(405, `Method "${method}" not allowed.`), headers: { allow: [...match.handlers.keys()].join(', ') } };
  }
  const body = method === 'POST' || method === 'PATCH' ? await readJson(request) : undefined;
  return handler({ application, params: match.params, query: new URLSearchParams(query), body });
}

/** Whose window counts the request: the key as sent, else the first hop of X-Forwarded-For, else the address ("Rate limiting"). */
function callerOf(request: IncomingMessage): string {
  const { 'x-api-key': key, 'x-forwarded-for': hops } = request.headers;
  return key?.toString() || hops?.toString().split(',')[0]?.trim() || (request.socket.remoteAddress ?? '');
}

/** "Rate limiting": these headers come with a 429 and with nothing else. */
function tooManyRequests({ limit, waitMs }: Throttled): Answer {
  const seconds = Math.ceil(waitMs / 1000);
  return {
    ...detail(429, `Request was throttled. Expected available in ${seconds} seconds.`),
    headers: {
      'retry-after': String(seconds),
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil((Date.now() + waitMs) / 1000)),
    },
  };
}

function drawn(latencyMs: Latency): number {
  if (typeof latencyMs === 'number') return latencyMs;
  const [min, max] = latencyMs;
  return min + Math.random() * (max - min);
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...headers, 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
}
