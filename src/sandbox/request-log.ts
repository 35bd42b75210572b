import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { RequestEntry } from './serve.js';

/** One line of JSON for each request, at the end of a file: what was asked and how it ended, without bodies, ids or keys. */
export class RequestLog {
  readonly #file: WriteStream;

  private constructor(file: WriteStream) {
    this.#file = file;
  }

  /** @throws The system's error when the file cannot be written. */
  static async open(path: string): Promise<RequestLog> {
    const file = createWriteStream(path, { flags: 'a' });
    await once(file, 'open');
    return new RequestLog(file);
  }

  /** After close, requests that were still being worked on are left out. */
  write({ arrivedAt, method, route, status, fault }: RequestEntry): void {
    if (!this.#file.writable) return;
    this.#file.write(`${JSON.stringify({ time: arrivedAt.toISOString(), method, route, status, fault })}\n`);
  }

  async close(): Promise<void> {
    this.#file.end();
    await once(this.#file, 'close');
  }
}
