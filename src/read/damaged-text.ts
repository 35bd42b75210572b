import type { Json, JsonObject } from '../model.js';

const REPLACEMENT = '\ufffd';
/** How � may be written: as it is, or as an escape of JSON or of a form. */
const TRACES = [REPLACEMENT, '\\u', '%'];
const BACKSLASH = 0x5c;

/** Can these bytes, with what follows them, become a � in a record? A character is never cut between chunks, an escape may be. */
export function mayShowDamage(chunk: Buffer): boolean {
  return TRACES.some((trace) => chunk.includes(trace)) || chunk.at(-1) === BACKSLASH;
}

/** Does � stand anywhere in a record, in a value or a key? It stands for text that was lost, here or before. */
export function isDamaged(fields: JsonObject): boolean {
  const waiting: Json[] = [fields];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') {
      if (value.includes(REPLACEMENT)) return true;
    } else if (Array.isArray(value)) for (const inner of value) waiting.push(inner);
    else if (value !== null && typeof value === 'object') {
      for (const key of Object.keys(value)) {
        if (key.includes(REPLACEMENT)) return true;
        const inner = value[key];
        if (inner !== undefined) waiting.push(inner);
      }
    }
  }
  return false;
}
