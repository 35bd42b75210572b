/** What counts as a value in an export, and its text. */
import type { Json, JsonObject } from '../model.js';

/** Spelled exactly so: `Null` with a capital is a surname. */
const NULL_MARKERS: ReadonlySet<string> = new Set(['', 'null', 'NULL', 'N/A', 'n/a', '-', '[redacted]', '[REDACTED]']);

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True where an export says that it has nothing to say: null, a null marker, an empty list or object. */
export function isNothing(value: Json): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return NULL_MARKERS.has(value.trim());
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The value inside `{value: x}` wrappers. */
export function unwrap(value: Json): Json {
  let inner = value;
  while (isObject(inner) && Object.hasOwn(inner, 'value')) inner = inner['value'] ?? null;
  return inner;
}

/** The trimmed text of a single value; undefined for a list, an object and null. Whole numbers become plain decimals, never `1e+21`. */
export function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}
