import { type AgainCode, type Detail, MigrateError, type StopCode } from '../errors.js';
import type { Json } from '../model.js';
import { type ErrorBody, readErrorBody } from './error-body.js';
import { retryAfter } from './retry-after.js';

/** What one attempt came to. Everything that is done next is decided from this alone. */
export type Answer =
  /** Didit did it. */
  | { readonly kind: 'ok'; readonly status: number; readonly body: Json }
  /** Didit understood and will not do it: the same request will be refused again. */
  | { readonly kind: 'refused'; readonly status: number; readonly body: ErrorBody }
  /** Didit did nothing and asks to wait. */
  | { readonly kind: 'throttled'; readonly waitMs: number | undefined }
  /** `sent: 'maybe'`: Didit may or may not have done it; look before repeating anything that creates. */
  | { readonly kind: 'unclear'; readonly sent: 'no' | 'maybe'; readonly code: AgainCode; readonly detail: Detail };

/** A response as the transport hands it over. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Statuses that end the run wherever they come from. Didit's pages give 401 and 403 for bad and missing keys in both orders. */
const ALWAYS_STOP: Readonly<Record<number, StopCode>> = { 401: 'key_refused', 402: 'payment_required' };

/**
 * Sorts a response. `what` names the call for the sentence of a stop ("create a user").
 * @throws MigrateError `key_refused`, `payment_required`, or `redirected`: a redirect is never followed, it would carry the key along.
 */
export function readAnswer({ status, headers, text }: RawResponse, what: string, now: number): Answer {
  const stop = ALWAYS_STOP[status];
  if (stop) throw new MigrateError(stop, { what, status });
  if (status >= 300 && status < 400) throw new MigrateError('redirected', { what, status });
  if (status === 429) return { kind: 'throttled', waitMs: retryAfter(headers, now) };
  if (status === 408 || status >= 500) return { kind: 'unclear', sent: 'maybe', code: 'server_error', detail: { status } };
  if (status >= 400) return { kind: 'refused', status, body: readErrorBody(text) };
  if (status === 204 || text === '') return { kind: 'ok', status, body: null };
  try {
    return { kind: 'ok', status, body: JSON.parse(text) };
  } catch {
    return { kind: 'unclear', sent: 'maybe', code: 'answer_unreadable', detail: { status } };
  }
}
