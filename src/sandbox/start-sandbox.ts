import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Application } from './call.js';
import { CallsByMinute } from './calls-by-minute.js';
import { answerControl, type ControlRoom, isControl } from './control-routes.js';
import { type Controls, controlsOf, newKey } from './controls.js';
import type { FaultOptions } from './fault.js';
import { FaultSequence } from './fault-sequence.js';
import type { KeyKind } from './key-access.js';
import { type Profile, parseProfile } from './profile.js';
import { type RateLimit, RateLimiter } from './rate-limit.js';
import { type BodiesInLog, RequestLog } from './request-log.js';
import { type Latency, type RequestEntry, type Said, scopeOf, serve } from './serve.js';
import { snapshot } from './snapshot.js';
import { type SandboxState, Store } from './store.js';
import type { Switches } from './switches.js';
import type { UserEvent } from './user-event.js';
import { webhookBody } from './webhook-body.js';
import { type WebhookOptions, type WebhookState, Webhooks } from './webhooks.js';

const MINUTE = 60_000;

/** Longer than a paced client pauses between two requests, so that its connections do not break just as it uses them. */
const KEEP_ALIVE_MS = 75_000;

export interface SandboxOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: a new `sk_test_` key. */
  readonly apiKey?: string;
  /** Default: a new UUID. */
  readonly organizationId?: string;
  /** Default: a new UUID. */
  readonly applicationId?: string;
  /** What that key may do. Default `full`. */
  readonly keyKind?: KeyKind;
  /** How the sandbox reads what Didit's pages contradict each other on. Default: as README.md says. */
  readonly profile?: Profile;
  /** So many invented users that are there from the start. Default 0. */
  readonly seedUsers?: number;
  /** Where events are sent. Default: nowhere. */
  readonly webhook?: WebhookOptions;
  /** For POST, PATCH and DELETE together. Default: 300 in 60 s, as documented. */
  readonly writeLimit?: RateLimit;
  /** For GET. Default: 600 in 60 s, as documented. */
  readonly readLimit?: RateLimit;
  /** How long an answer waits after its request took effect. Default 0. */
  readonly latencyMs?: Latency;
  /** What is made to go wrong. Default: nothing. */
  readonly faults?: FaultOptions;
  /** A file that gets one line of JSON for each request, at its end. Default: none. */
  readonly log?: string;
  /** Whether that file holds bodies and ids too, which are people's. Images are left out. Default: without. */
  readonly logBodies?: BodiesInLog;
  /** Called for each request as soon as its answer is known. */
  readonly onRequest?: (entry: RequestEntry) => void;
}

export interface Sandbox extends Controls {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly organizationId: string;
  readonly applicationId: string;
  /** What the sandbox has been told so far; it goes on changing with every request. */
  readonly state: SandboxState;
  /** What became of the events; undefined where there is no receiver. */
  readonly webhooks: () => WebhookState | undefined;
  /** Ends open connections at once, hanging requests among them, and stops listening. What was still to happen late never does. */
  close(): Promise<void>;
}

/**
 * Serves a local Didit over HTTP: one application with one key, empty at the start, all of it in memory.
 * @throws RangeError for a rate limit that is not positive and for a fault's rate that is no share from 0 to 1, and for a receiver of
 * webhooks that is not on this machine; the system's error when the port cannot be had or the log cannot be written.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', latencyMs = 0, profile = parseProfile(), onRequest = () => {} } = options;
  const { writeLimit = { requests: 300, windowMs: MINUTE }, readLimit = { requests: 600, windowMs: MINUTE } } = options;
  const limits = { read: readLimit, write: writeLimit };
  const limiter = new RateLimiter(limits);
  const switches: Switches = { faults: options.faults && new FaultSequence(options.faults), key: 'good', latencyMs };
  const log = options.log === undefined ? undefined : await RequestLog.open(options.log, options.logBodies ?? 'without bodies');
  const calls = new CallsByMinute();
  const closing = new AbortController();
  // Each request that is to be late listens, and there may be any number of them.
  setMaxListeners(0, closing.signal);
  const webhooks = options.webhook && new Webhooks(options.webhook, closing.signal);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.listen(port, host);
  await once(server, 'listening');

  const store = new Store(profile);
  const target = {
    baseUrl: baseUrlOf(server, host),
    apiKey: options.apiKey ?? newKey(),
    organizationId: options.organizationId ?? randomUUID(),
    applicationId: options.applicationId ?? randomUUID(),
  };
  const notify =
    webhooks && ((event: UserEvent) => webhooks.send(event.type, webhookBody(event, target.applicationId, profile, new Date())));
  const keys = new Map([[target.apiKey, options.keyKind ?? 'full']]);
  const application: Application = { ...target, keys, profile, store, notify };
  const controls = controlsOf(application, switches, [limiter, webhooks, calls]);
  controls.seedUsers(options.seedUsers ?? 0);
  const room: ControlRoom = {
    controls,
    snapshot: () => snapshot({ application, switches, limits, calls, webhooks }),
    faceBytes: (internalId, uuid) => store.findByInternalId(internalId)?.faces.find((face) => face.uuid === uuid)?.bytes,
  };
  const report = (entry: RequestEntry, said: Said) => {
    calls.count(scopeOf(entry.method), entry.status, Number(entry.arrivedAt));
    log?.write(entry, said);
    onRequest(entry);
  };
  const answerApi = serve(application, { limiter, switches, closing: closing.signal, onRequest: report });
  server.on('request', (request, response) => {
    if (isControl(request)) return answerControl(request, response, room);
    return answerApi(request, response);
  });
  let closed: Promise<void> | undefined;
  return {
    ...target,
    ...controls,
    state: store,
    webhooks: () => webhooks?.state,
    close() {
      closing.abort();
      closed ??= closeNow(server, log);
      return closed;
    },
  };
}

function baseUrlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

async function closeNow(server: Server, log: RequestLog | undefined): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await log?.close();
}
