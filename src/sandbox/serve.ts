import type { IncomingMessage, RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Arrival, admit } from './admit.js';
import { type Answer, detail, Refusal } from './answer.js';
import type { Application } from './call.js';
import type { Fault, FaultKind } from './fault.js';
import { FAULT_HEADER, parseFaultHeader } from './fault-header.js';
import { injectFault } from './inject-fault.js';
import type { RateLimiter, Scope, Throttled } from './rate-limit.js';
import { type Reply, send, whole } from './reply.js';
import type { RouteClass } from './route-class.js';
import { findRoute } from './routes.js';
import type { Switches } from './switches.js';

/** One request that has been dealt with, without anything of its path or body that could be a person's. */
export interface RequestEntry {
  readonly method: string;
  /** The documented form of the path, such as "/v3/users/{vendor_data}/", or "(unknown)". */
  readonly route: string;
  /** 0 where a fault left the request without any. */
  readonly status: number;
  readonly arrivedAt: Date;
  /** The fault that was injected. */
  readonly fault?: FaultKind;
  /** What went wrong inside the sandbox, for a 500. */
  readonly error?: unknown;
}

/** What was said, people and all. */
export interface Said {
  readonly path: string;
  /** Undefined where none was read. */
  readonly request: unknown;
  /** As it was sent, or as much of it. */
  readonly answer: string | undefined;
}

/** Milliseconds: always the same, or evenly spread from the first to the second. */
export type Latency = number | readonly [min: number, max: number];

interface ServeOptions {
  readonly limiter: RateLimiter;
  readonly switches: Readonly<Switches>;
  /** Aborted when the sandbox closes: what was to happen later does not happen any more. */
  readonly closing: AbortSignal;
  readonly onRequest: (entry: RequestEntry, said: Said) => void;
}

interface Outcome {
  readonly reply: Reply;
  readonly body?: unknown;
  readonly fault?: FaultKind;
  readonly error?: unknown;
}

/** A request takes effect, is counted and reported at once, unless a fault has it otherwise; only its answer waits for `latencyMs`. */
export function serve(application: Application, options: ServeOptions): RequestListener {
  return async (request, response) => {
    const arrivedAt = new Date();
    const { method = 'GET', url = '' } = request;
    const { path, query } = split(url);
    const match = findRoute(path);
    const { reply, body, ...rest } = await outcomeOf({ request, method, match, query }, application, options);
    // A client that went away in the middle of its own request has asked for nothing, and what the end cut short has not happened.
    if (rest.error !== undefined && (!request.complete || options.closing.aborted)) return;
    const route = match?.pattern ?? '(unknown)';
    application.store.countRequest(method, route, reply.status);
    options.onRequest(
      { method, route, status: reply.status, arrivedAt, ...rest },
      { path: url, request: body, answer: reply.text },
    );
    const waitMs = drawn(options.switches.latencyMs);
    // Unreferenced: an answer that is still waiting when the sandbox closes keeps no process alive.
    if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
    send(response, reply);
  };
}

function split(url: string) {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

async function outcomeOf(arrival: Arrival, application: Application, options: ServeOptions): Promise<Outcome> {
  try {
    return await deal(arrival, application, options);
  } catch (error) {
    if (error instanceof Refusal) return { reply: whole(error.answer) };
    return { reply: whole(detail(500, 'Internal server error.')), error };
  }
}

/**
 * Counted before anything else is looked at, except by an injected 429. Faults befall only what has got that far and is let in: a
 * request that is throttled or refused at the door is answered as ever.
 * @throws Refusal for a request that is not let in.
 */
async function deal(arrival: Arrival, application: Application, { limiter, switches, closing }: ServeOptions): Promise<Outcome> {
  const { request, method, match } = arrival;
  const routeClass = match?.endpoints.get(method)?.routeClass;
  const fault = routeClass && faultFor(routeClass, request, switches);
  if (fault?.kind !== '429') {
    const throttled = limiter.take(scopeOf(method), callerOf(request), performance.now());
    if (throttled) return { reply: whole(tooManyRequests(throttled)) };
  }
  const { work, body } = await admit(arrival, application, switches.key);
  if (!fault) return { reply: whole(work()), body };
  application.store.countFault(fault.kind, routeClass);
  const wait = (ms: number) => delay(ms, undefined, { ref: false, signal: closing });
  return { reply: await injectFault(fault, work, wait), body, fault: fault.kind };
}

/** What the request itself asks for, else what the seed has in store for it. */
function faultFor(route: RouteClass, { headers }: IncomingMessage, { faults }: Readonly<Switches>): Fault | undefined {
  const asked = headers[FAULT_HEADER];
  return asked === undefined ? faults?.next(route) : parseFaultHeader(asked.toString());
}

export function scopeOf(method: string): Scope {
  return method === 'GET' ? 'read' : 'write';
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
