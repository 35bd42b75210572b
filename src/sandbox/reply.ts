import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** What the client gets to see of an answer: all of it, unless a fault is injected. */
export interface Reply {
  /** 0 when nothing is answered. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined when there is no body. */
  readonly text?: string;
  /**
   * `whole`: as HTTP wants it. `cut`: the connection ends in the middle of the body. Without any answer, the connection is `closed`,
   * `reset`, or left `open` until the client or the sandbox ends it.
   */
  readonly ending: 'whole' | 'cut' | 'closed' | 'reset' | 'open';
}

export function whole({ status, body, headers }: Answer): Reply {
  if (body === undefined) return { status, ...(headers && { headers }), ending: 'whole' };
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
    text: JSON.stringify(body),
    ending: 'whole',
  };
}

export function send(response: ServerResponse, { status, headers, text, ending }: Reply): void {
  if (ending === 'open') return;
  if (ending === 'closed') {
    response.destroy();
  } else if (ending === 'reset') {
    response.socket?.resetAndDestroy();
  } else if (text === undefined) {
    response.writeHead(status, headers).end();
  } else {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    if (ending === 'cut') response.write(text.slice(0, text.length / 2), () => response.destroy());
    // A string goes out with the head in one piece, bytes would not.
    else response.end(text);
  }
}
