/** JSON may hold a key twice in one object. What is parsed keeps the last, and nobody can tell that from a record that is sound. */
import { isJsonObject, type Json, type JsonObject } from '../model.js';

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const BEGINS_JSON = /^\s*[[{]/;
/** In valid JSON a backslash stands in strings only. */
const QUOTES_AND_MARKS = /\\.|["{}[\],:]/g;

/**
 * A key that an object somewhere in the text holds twice with different contents; undefined where there is none. Two times the same
 * content is one reading.
 * @param bytes of valid JSON
 * @param value what it was parsed to: where it has as many keys as the text, nothing has to be compared
 */
export function repeatedKey(bytes: Buffer, value: Json): string | undefined {
  return keysWritten(bytes) === keysParsed(value) ? undefined : firstRepeated(bytes.toString());
}

/** The same for JSON that a record keeps as text, in a cell or deeper: mappings look into it. */
export function repeatedInTexts(fields: JsonObject): string | undefined {
  const waiting: Json[] = [fields];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') {
      const inner = BEGINS_JSON.test(value) ? parsed(value.trim()) : undefined;
      if (inner === undefined) continue;
      const repeated = repeatedKey(Buffer.from(value), inner);
      if (repeated !== undefined) return repeated;
      waiting.push(inner);
    } else if (Array.isArray(value)) for (const inner of value) waiting.push(inner);
    else if (isJsonObject(value)) for (const key in value) waiting.push(value[key] ?? null);
  }
  return undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // It is a text that begins with a bracket.
    return undefined;
  }
}

/** Each key has a colon behind it, and no other colon stands outside of strings. On bytes, because that takes half as long as on text. */
function keysWritten(bytes: Buffer): number {
  let keys = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === COLON) keys += 1;
    if (bytes[at] !== QUOTE) continue;
    do at += bytes[at] === BACKSLASH ? 2 : 1;
    while (at < bytes.length && bytes[at] !== QUOTE);
  }
  return keys;
}

function keysParsed(value: Json): number {
  let keys = 0;
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) for (const inner of next) waiting.push(inner);
    else if (isJsonObject(next)) {
      for (const key in next) {
        keys += 1;
        const inner = next[key];
        if (typeof inner === 'object') waiting.push(inner);
      }
    }
  }
  return keys;
}

/** An object or list that has begun and not ended. */
interface Level {
  /** What the keys of an object hold, as it is written. */
  readonly contents: Map<string, string>;
  key?: string | undefined;
  /** Where the key, content or element begins that is being read. */
  from: number;
}

function firstRepeated(text: string): string | undefined {
  const levels: Level[] = [];
  let quoted = false;
  for (const { 0: mark, index } of text.matchAll(QUOTES_AND_MARKS)) {
    if (mark === '"') quoted = !quoted;
    if (quoted || mark === '"') continue;
    const level = levels.at(-1);
    if (mark === '{' || mark === '[') levels.push({ contents: new Map(), from: index + 1 });
    else if (level !== undefined) {
      const written = text.slice(level.from, index).trim();
      level.from = index + 1;
      if (mark === ':') level.key = JSON.parse(written);
      else {
        if (level.key !== undefined && (level.contents.get(level.key) ?? written) !== written) return level.key;
        if (level.key !== undefined) level.contents.set(level.key, written);
        level.key = undefined;
        if (mark !== ',') levels.pop();
      }
    }
  }
  return undefined;
}
