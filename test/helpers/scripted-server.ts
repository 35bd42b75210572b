import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The whole body; empty when it did not come to its end. */
  readonly body: Promise<string>;
  /** When its head arrived, in milliseconds since 1970. */
  readonly at: number;
}

/** How the server deals with one request. */
export type Reply = (request: Received, response: ServerResponse) => void | Promise<void>;

export interface ScriptedServer {
  readonly baseUrl: string;
  /** Every request in the order of arrival, whatever became of it. */
  readonly requests: readonly Received[];
}

/** A server on a free port that gives the first reply to the first request and so on, and the last reply to all further ones. */
export async function scriptedServer(...script: readonly Reply[]): Promise<ScriptedServer> {
  const requests: Received[] = [];
  const reply = inTurn(...script);
  const server = createServer((message, response) => {
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, headers, body: text(message).catch(() => ''), at: Date.now() };
    requests.push(request);
    void reply(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, requests };
}

/** One reply after the other, the last one from then on. */
export function inTurn(...script: readonly Reply[]): Reply {
  let next = 0;
  return (request, response) => {
    const reply = script[Math.min(next, script.length - 1)];
    next += 1;
    return reply?.(request, response);
  };
}

/** Reads by one script, writes by another. */
export function readsAndWrites(reads: Reply, writes: Reply): Reply {
  return (request, response) => (request.method === 'GET' ? reads : writes)(request, response);
}

/** An object is sent as JSON, text as it is. */
export function answer(status: number, body: object | string = '', headers: Readonly<Record<string, string>> = {}): Reply {
  return async (request, response) => {
    await request.body;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export function throttled(headers: Readonly<Record<string, string>> = {}): Reply {
  return answer(429, { detail: 'Request was throttled.' }, headers);
}

/** The connection breaks before the request is there. */
export const resetBefore: Reply = (_, response) => {
  response.socket?.resetAndDestroy();
};

/** The connection breaks when the request has been read: it may have been carried out. */
export const resetAfter: Reply = async (request, response) => {
  await request.body;
  response.socket?.resetAndDestroy();
};

/** The answer breaks off in its middle. */
export function cutShort(status: number, body: string): Reply {
  return (_, response) => {
    response.writeHead(status, { 'content-length': body.length * 2 }).write(body, () => response.socket?.resetAndDestroy());
  };
}

export const silence: Reply = () => undefined;

export function late(ms: () => number, reply: Reply): Reply {
  return async (request, response) => {
    await delay(ms());
    return reply(request, response);
  };
}
