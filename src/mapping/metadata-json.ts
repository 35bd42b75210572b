/** The JSON object that an export brings along for `metadata`. */
import type { Problem } from '../errors.js';
import type { Json, JsonObject } from '../model.js';
import type { Reader } from './fields.js';
import { compilePath } from './paths.js';
import type { ObjectSpec } from './schema.js';
import { isNothing, isObject } from './values.js';

/** Written by the program itself: the stamp of a create, and the former verdict. */
const RESERVED = ['migration', 'previous_kyc'] as const;
/** Didit writes into these when a user is created; anything but an object there is refused (Create page). */
const OBJECTS = ['contact', 'address'] as const;

/** Reads an object, the text of one, or a list of `{key, value}` pairs. */
export function compileJson(spec: ObjectSpec): Reader<JsonObject> {
  const paths = [typeof spec === 'string' ? spec : spec.from].flat().map(compilePath);
  return (fields, problems) => {
    for (const path of paths) {
      const value = path.find(fields).find((candidate) => !isNothing(candidate));
      if (value === undefined) continue;
      const object = toObject(value);
      problems.push(...objectProblems(object, path.text));
      return object;
    }
    return undefined;
  };
}

function toObject(value: Json): JsonObject | undefined {
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    return parsed !== undefined && isObject(parsed) ? parsed : undefined;
  }
  if (!Array.isArray(value)) return isObject(value) ? value : undefined;
  const pairs = value.map((pair): [string, Json] | undefined => {
    if (!isObject(pair)) return undefined;
    const { key, value: content } = pair;
    return typeof key === 'string' && content !== undefined ? [key, content] : undefined;
  });
  return pairs.includes(undefined) ? undefined : Object.fromEntries(pairs.filter((pair) => pair !== undefined));
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the cell.
    return undefined;
  }
}

function objectProblems(object: JsonObject | undefined, field: string): Problem[] {
  if (object === undefined) return [{ code: 'metadata_not_object', field }];
  const reserved = RESERVED.filter((key) => Object.hasOwn(object, key));
  const broken = OBJECTS.filter((key) => Object.hasOwn(object, key) && !isObject(object[key] ?? null));
  return [
    ...reserved.map((key): Problem => ({ code: 'metadata_reserved', field, detail: { key } })),
    ...broken.map((key): Problem => ({ code: 'metadata_not_object', field: `${field}.${key}` })),
  ];
}
