import { isJsonObject, type Json, type JsonObject } from '../model.js';

/**
 * The body of a 4xx answer, as far as it is safe to keep. Three shapes are known (`{"field": ["…"]}`, a bare array, `{"detail": "…"}`)
 * and none is promised. Texts may echo what was sent, so only field names and the kind of refusal leave this file.
 */
export interface ErrorBody {
  readonly shape: 'fields' | 'list' | 'detail' | 'unreadable';
  /** Names of the refused fields; empty unless the shape is `fields`. */
  readonly fields: readonly string[];
  /**
   * Does the body say that `vendor_data` is taken? `maybe`: it names `vendor_data` without saying so, or names no field at all.
   * The documentation has the status (400, elsewhere "conflict") but not the body, so only a `no` is final.
   */
  readonly duplicate: 'yes' | 'maybe' | 'no';
}

/** Not "exist" alone: "Object does not exist." is no duplicate. */
const TAKEN = /\b(exists|existing|already|unique|taken|conflict|duplicat)/i;
const FIELD_NAME = /^[a-z_][a-z0-9_.]{0,60}$/i;
/** Keys that speak of the request as a whole. */
const ENVELOPE = new Set(['detail', 'non_field_errors', 'error', 'errors', 'message', 'code', 'title', 'type']);

export function readErrorBody(text: string): ErrorBody {
  const body = parse(text);
  if (body === undefined) return { shape: 'unreadable', fields: [], duplicate: 'maybe' };
  if (Array.isArray(body)) return { shape: 'list', fields: [], duplicate: takenIn(text) };

  const names = Object.keys(body);
  const fields = names.filter((name) => !ENVELOPE.has(name) && FIELD_NAME.test(name));
  const shape = fields.length > 0 ? 'fields' : 'detail';
  if (fields.includes('vendor_data')) return { shape, fields, duplicate: takenIn(JSON.stringify(body['vendor_data'])) };
  // {"detail": …, "request_id": …} has keys of both kinds, and its other keys need not be fields at all.
  const onlyFields = shape === 'fields' && fields.length === names.length;
  return { shape, fields, duplicate: onlyFields ? 'no' : takenIn(text) };
}

function takenIn(text: string): 'yes' | 'maybe' {
  return TAKEN.test(text) ? 'yes' : 'maybe';
}

function parse(text: string): JsonObject | Json[] | undefined {
  try {
    const body: Json = JSON.parse(text);
    return Array.isArray(body) || isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
