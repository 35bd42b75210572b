import { type Dispatcher, request } from 'undici';
import { MigrateError } from '../errors.js';
import { type Reach, requireAllowed } from './link-rules.js';
import { MAX_MEGABYTES } from './max-megabytes.js';

export interface FetchOptions {
  /** What connects: see guardedConnector. */
  readonly dispatcher: Dispatcher;
  readonly reach: Reach;
  /** For one try with all its redirects, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const MAX_BYTES = MAX_MEGABYTES * 1_000_000;
const MAX_REDIRECTS = 3;
/** Enough to find the word of an error; what a host says beyond is not wanted. */
const MAX_ERROR_BYTES = 8_192;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The bytes behind a link. What they are is told by the bytes, not by what the host calls them. Nothing of the link is in any error:
 * a signed link is as good as a password.
 * @throws MigrateError `face_link_unsafe`, `face_link_private`, `face_link_redirects`, `face_link_expired`, `face_link_refused`,
 * `face_link_missing`, `face_too_heavy`; and, where a later try may go better, `face_link_timed_out` or `face_link_unreachable`
 */
export async function fetchLink(link: string, options: FetchOptions): Promise<Buffer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, options.signal]);
  try {
    let url = requireAllowed(link, options.reach);
    for (let redirects = 0; ; redirects += 1) {
      const answer = await request(url, {
        dispatcher: options.dispatcher,
        headers: { accept: 'image/*', 'accept-encoding': 'identity' },
        signal,
      });
      // Leaving a body unread is an error to undici, which nobody would listen for; whoever reads on meets errors all the same.
      answer.body.on('error', () => undefined);
      const next = REDIRECTS.has(answer.statusCode) ? answer.headers['location'] : undefined;
      if (typeof next !== 'string') return await bytesOf(answer);
      answer.body.destroy();
      if (redirects === MAX_REDIRECTS) throw new MigrateError('face_link_redirects', { limit: MAX_REDIRECTS });
      url = requireAllowed(URL.parse(next, url.href)?.href ?? '', options.reach);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw timeout.aborted ? new MigrateError('face_link_timed_out', { seconds: options.timeoutMs / 1000 }) : failureOf(error);
  }
}

async function bytesOf({ statusCode: status, headers, body }: Dispatcher.ResponseData): Promise<Buffer> {
  if (status !== 200) throw refusalOf(status, await beginningOf(body));
  if (Number(headers['content-length']) > MAX_BYTES) throw tooHeavy(body);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BYTES) throw tooHeavy(body);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooHeavy(body: Dispatcher.ResponseData['body']): MigrateError {
  body.destroy();
  return new MigrateError('face_too_heavy', { limit: MAX_MEGABYTES });
}

/** Most stores answer 403 where a link has expired, some 410, or 400 with a word about it. */
function refusalOf(status: number, text: string): MigrateError {
  const saysSo = /expired|not valid in the specified time/i.test(text);
  if (status === 403 || status === 410 || (status < 500 && saysSo)) return new MigrateError('face_link_expired', { status });
  if (status === 404) return new MigrateError('face_link_missing');
  if (status === 408 || status === 429 || status >= 500)
    return new MigrateError('face_link_unreachable', { reason: `answer ${status}` });
  return new MigrateError('face_link_refused', { status });
}

async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString('latin1');
    if (text.length >= MAX_ERROR_BYTES) break;
  }
  return text;
}

/** Of a failed connection only its code is kept: the rest may hold the host, or more of the link. */
function failureOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { cause = error } = error;
  for (const each of [error, cause]) if (each instanceof MigrateError) return each;
  return 'code' in error && typeof error.code === 'string'
    ? new MigrateError('face_link_unreachable', { reason: error.code })
    : error;
}
