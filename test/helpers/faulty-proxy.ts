import { once as happened } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** The calls that a run makes, by what they are for. */
export type CallName = 'create' | 'get' | 'update' | 'update status' | 'upload' | 'list faces' | 'other';

interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly call: CallName;
  /** How many requests of this call came so far, with this one. */
  readonly nth: number;
  /** Parsed, where there is one. */
  readonly body: unknown;
}

/** What a rule answers with in the server's place, which hears nothing of the request. */
interface OwnAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `before`: the server hears nothing. `after`: it has done the work, and its answer is lost. */
export type Fault =
  | 'pass'
  | 'drop before'
  | 'drop after'
  | '500 before'
  | '500 after'
  | 'hang before'
  | 'hang after'
  | '429'
  | OwnAnswer;

/** May be asynchronous, so that a test can hold a request back. */
export type Rule = (request: ProxiedRequest) => Fault | Promise<Fault>;

/** The fault for the nth request of a call; all others pass. */
export function once(call: CallName, fault: Fault, nth = 1): Rule {
  return (request) => (request.call === call && request.nth === nth ? fault : 'pass');
}

/** The fault for every request of a call. */
export function always(call: CallName, fault: Fault): Rule {
  return (request) => (request.call === call ? fault : 'pass');
}

export interface FaultyProxy {
  readonly baseUrl: string;
  readonly requests: readonly ProxiedRequest[];
  /** From now on; passes everything on at the start. */
  misbehave(rule: Rule): void;
}

/** Stands before a server and misbehaves by a rule, before or after the server has done the work. Gone when the test has finished. */
export async function startFaultyProxy(upstream: string): Promise<FaultyProxy> {
  const requests: ProxiedRequest[] = [];
  let rule: Rule = () => 'pass';

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method = 'GET', url = '/' } = request;
    const call = callOf(method, url);
    const nth = requests.filter((earlier) => earlier.call === call).length + 1;
    const seen = { method, path: url, call, nth, body: body === '' ? undefined : JSON.parse(body) };
    requests.push(seen);
    const fault = await rule(seen);
    if (typeof fault === 'object') return answer(response, fault);
    switch (fault) {
      case 'drop before':
        return void request.socket.destroy();
      case 'hang before':
        return;
      case '500 before':
        return answer(response, { status: 500, body: '<html>Bad gateway</html>' });
      case '429':
        return answer(response, { status: 429, body: { detail: 'Request was throttled.' }, headers: { 'retry-after': '0' } });
    }
    const passed = await forward(upstream, request, body);
    if (fault === 'drop after') request.socket.destroy();
    else if (fault === '500 after') answer(response, { status: 500, body: '<html>Bad gateway</html>' });
    else if (fault === 'pass') response.writeHead(passed.status, { 'content-type': 'application/json' }).end(passed.text);
  });
  server.listen(0, '127.0.0.1');
  await happened(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    requests,
    misbehave(next) {
      rule = next;
    },
  };
}

function callOf(method: string, path: string): CallName {
  if (path.endsWith('/faces/upload/')) return 'upload';
  if (path.endsWith('/faces/')) return 'list faces';
  if (path === '/v3/users/create/') return 'create';
  if (path.endsWith('/update-status/')) return 'update status';
  if (/^\/v3\/users\/[^/]+\/$/.test(path)) return method === 'GET' ? 'get' : 'update';
  return 'other';
}

async function forward(upstream: string, { method, url, headers }: IncomingMessage, body: string) {
  const key = headers['x-api-key'];
  const response = await fetch(`${upstream}${url}`, {
    method: method ?? 'GET',
    headers: { 'content-type': 'application/json', ...(typeof key === 'string' && { 'x-api-key': key }) },
    redirect: 'manual',
    ...(body !== '' && { body }),
  });
  return { status: response.status, text: await response.text() };
}

function answer(response: ServerResponse, { status, body, headers }: OwnAnswer): void {
  const content = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, headers).end(content);
}
