import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../model.js';

/**
 * A user as Didit shows it. Only the id and the status are relied on: the create page's own example leaves most fields out, and its
 * status words come in several sets, so the status stays an open string.
 */
export interface DiditUser {
  readonly didit_internal_id: string;
  readonly vendor_data?: string | null | undefined;
  readonly status?: string | undefined;
  readonly updated_at?: string | null | undefined;
  readonly metadata: JsonObject;
  /** The whole record, for comparing profile fields. */
  readonly record: JsonObject;
}

const shape = z.looseObject({
  didit_internal_id: z.string().min(1),
  vendor_data: z.string().nullish(),
  status: z.string().nullish(),
  updated_at: z.string().nullish(),
});

/** Undefined when the body is not a user record. */
export function readDiditUser(body: Json): DiditUser | undefined {
  const parsed = shape.safeParse(body);
  if (!parsed.success || !isJsonObject(body)) return undefined;
  const { didit_internal_id, vendor_data, status, updated_at } = parsed.data;
  return {
    didit_internal_id,
    vendor_data,
    status: status ?? undefined,
    updated_at,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    record: body,
  };
}

/** Our own mark on a user: `metadata.migration.nonce`, written by create alone. */
export function nonceOf(user: DiditUser): string | undefined {
  const mark = user.metadata['migration'];
  const nonce = isJsonObject(mark) ? mark['nonce'] : undefined;
  return typeof nonce === 'string' ? nonce : undefined;
}
