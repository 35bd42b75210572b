import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { RequestEntry, Said } from './serve.js';

export type BodiesInLog = 'with bodies' | 'without bodies';

/** One line of JSON for each request, at the end of a file: what was asked and how it ended. Bodies and ids only for who asks for them, keys never. */
export class RequestLog {
  readonly #file: WriteStream;

  readonly #bodies: BodiesInLog;

  private constructor(file: WriteStream, bodies: BodiesInLog) {
    this.#file = file;
    this.#bodies = bodies;
  }

  /** @throws The system's error when the file cannot be written. */
  static async open(path: string, bodies: BodiesInLog): Promise<RequestLog> {
    const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    await once(file, 'open');
    return new RequestLog(file, bodies);
  }

  /** After close, requests that were still being worked on are left out. */
  write({ arrivedAt, method, route, status, fault }: RequestEntry, said: Said): void {
    if (!this.#file.writable) return;
    const bodies = this.#bodies === 'with bodies' && shown(said);
    this.#file.write(`${JSON.stringify({ time: arrivedAt.toISOString(), method, route, status, fault, ...bodies })}\n`);
  }

  async close(): Promise<void> {
    this.#file.end();
    await once(this.#file, 'close');
  }
}

function shown({ path, request, answer }: Said) {
  return { path, request: withoutImage(request), answer: answer && parsed(answer) };
}

/** An image would be most of the file, and nobody reads it there. */
function withoutImage(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('image' in body)) return body;
  return { ...body, image: `(${String(body.image).length} characters)` };
}

/** What is cut off or no JSON stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
