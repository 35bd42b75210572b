/** What counts as a value in an export, and its text. */
import { isJsonObject, type Json, type JsonObject } from '../model.js';

/** Spelled exactly so: `Null` with a capital is a surname. */
const NULL_MARKERS: ReadonlySet<string> = new Set(['', 'null', 'NULL', 'N/A', 'n/a', '-', '[redacted]', '[REDACTED]']);
const LONGEST_MARKER = 10;
/** What machine-readable zones are filled up with. */
const FILLER = /^<+$/;
const WRAPPER_KEYS = ['value', 'Value', 'VALUE'];
/** No export nests so deep; one that does is left as it is below that, rather than overflowing the stack. */
const MAX_DEPTH = 200;

/** True where an export says that it has nothing to say: null, a null marker, an empty list or object, a list of such. */
export function isNothing(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return isBlank(value);
  return Array.isArray(value) ? value.every(isBlank) : Object.keys(value).length === 0;
}

function isBlank(value: Json): boolean {
  if (value === null) return true;
  if (typeof value !== 'string' || beginsPlainly(value)) return false;
  const text = value.trim();
  return text.length <= LONGEST_MARKER ? NULL_MARKERS.has(text) || FILLER.test(text) : text.startsWith('<') && FILLER.test(text);
}

const [DIGIT_0, DIGIT_9, SMALL_A, SMALL_N, SMALL_Z, TO_SMALL] = [0x30, 0x39, 0x61, 0x6e, 0x7a, 0x20];

/** With a digit, or a letter that no marker begins with: most texts do, and need no closer look. */
function beginsPlainly(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= DIGIT_0 && first <= DIGIT_9) return true;
  const small = first | TO_SMALL;
  return small >= SMALL_A && small <= SMALL_Z && small !== SMALL_N;
}

/** The same value with null wherever one of the markers stands, spelled exactly so. */
export function withoutMarkers(value: JsonObject, markers: ReadonlySet<string>): JsonObject {
  const clean = (inner: Json, depth: number): Json => {
    if (typeof inner === 'string') return markers.has(inner.trim()) ? null : inner;
    if (typeof inner !== 'object' || inner === null || depth > MAX_DEPTH) return inner;
    if (Array.isArray(inner)) return inner.map((element) => clean(element, depth + 1));
    return Object.fromEntries(Object.entries(inner).map(([key, content]) => [key, clean(content, depth + 1)]));
  };
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, clean(content, 1)]));
}

/** The value inside `{value: x}` wrappers, whatever the case of the key. */
export function unwrap(value: Json): Json {
  let inner = value;
  while (isJsonObject(inner)) {
    const held = heldBy(inner);
    if (held === undefined) break;
    inner = held;
  }
  return inner;
}

function heldBy(wrapper: JsonObject): Json | undefined {
  for (const key of WRAPPER_KEYS) {
    const held = wrapper[key];
    if (held !== undefined) return held;
  }
  return undefined;
}

/** The list or object that a cell holds as JSON text; undefined for any other text. */
export function parseCell(text: string): Json | undefined {
  const trimmed = text.trim();
  if (!(trimmed.startsWith('{') && trimmed.endsWith('}')) && !(trimmed.startsWith('[') && trimmed.endsWith(']')))
    return undefined;
  try {
    return JSON.parse(trimmed);
  } catch {
    // The parser's message would quote the cell.
    return undefined;
  }
}

/** The trimmed text of a single value; undefined for a list, an object and null. Whole numbers become plain decimals, never `1e+21`. */
export function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}
