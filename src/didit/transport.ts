import { errors, Pool } from 'undici';
import type { RawResponse } from './answer.js';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Buffer;
}

/** No answer. `sent: 'no'` only where the request certainly never left: then repeating it is always safe. */
export interface NoResponse {
  readonly sent: 'no' | 'maybe';
  readonly reason: 'timeout' | string;
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requestTimeoutMs: number;
  readonly connections: number;
}

/** Didit's answers are a few kB; a body beyond this is not Didit's. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** Failures of connecting alone. EHOSTUNREACH and ENETUNREACH are not among them: they also end connections that have carried a request. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** One attempt of one request over kept-alive connections. Nothing is repeated here and no redirect is followed. */
export class Transport {
  readonly #pool: Pool;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
    // Pipelining stays at 1: a broken connection must leave the fate of one write open, not of several.
    this.#pool = new Pool(new URL(options.baseUrl).origin, {
      connections: options.connections,
      pipelining: 1,
      maxResponseSize: MAX_ANSWER_BYTES,
      connect: { timeout: Math.min(10_000, options.requestTimeoutMs) },
    });
  }

  async send({ method, path, body }: Request): Promise<RawResponse | NoResponse> {
    // Not AbortSignal.timeout, which goes off for every request that was answered long ago as well.
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#options.requestTimeoutMs);
    try {
      const response = await this.#pool.request({
        method,
        path,
        headers: {
          accept: 'application/json',
          'x-api-key': this.#options.apiKey,
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body ?? null,
        signal: timeout.signal,
        headersTimeout: this.#options.requestTimeoutMs,
        bodyTimeout: this.#options.requestTimeoutMs,
      });
      return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
    } catch (error) {
      return noResponse(error, timeout.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

function noResponse(error: unknown, timedOut: boolean): NoResponse {
  const code = codeOf(error);
  if (NEVER_LEFT.has(code)) return { sent: 'no', reason: code };
  const timeout = timedOut || error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  return { sent: 'maybe', reason: timeout ? 'timeout' : code };
}

/** The code alone: an error's message may quote the request. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
