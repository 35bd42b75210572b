import { isJsonObject, type Json, type JsonObject, type User } from '../model.js';

const PROFILE = ['full_name', 'display_name', 'date_of_birth'] as const;
/** Documented as objects, read as lists by others: compared by what they name. */
const NAMED = ['approved_emails', 'approved_phones', 'issuing_states'] as const;

/**
 * What a PATCH has to send so that Didit's user becomes what is wanted; empty when it is that already. PATCH replaces `metadata`
 * whole (update page), so what is there is merged in, and our own mark stays as create wrote it.
 * @param scope `metadata` for users that were there before us: their profile is not ours to change
 */
export function profileChanges(current: JsonObject, wanted: User, scope: 'profile' | 'metadata'): JsonObject {
  const changes: JsonObject = {};
  const metadata = isJsonObject(current['metadata']) ? current['metadata'] : {};
  const merged = merge(metadata, wanted.metadata);
  if (!same(merged, metadata)) changes['metadata'] = merged;
  if (scope === 'metadata') return changes;
  for (const field of PROFILE) {
    const value = wanted[field];
    if (value !== undefined && current[field] !== value) changes[field] = value;
  }
  for (const field of NAMED) {
    const value = wanted[field];
    if (value !== undefined && !same(names(current[field]), names(value))) changes[field] = value;
  }
  return changes;
}

/** Objects are merged key by key, everything else is replaced. */
function merge(into: JsonObject, from: JsonObject): JsonObject {
  const merged = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const there = merged[key];
    merged[key] = isJsonObject(value) && isJsonObject(there) ? merge(there, value) : value;
  }
  return merged;
}

/** What an object or a list names, in order. */
export function names(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.map(String).sort();
  return isJsonObject(value) ? Object.keys(value).sort() : [];
}

/** Equal whatever the order of keys. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, index) => same(value, b[index]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
