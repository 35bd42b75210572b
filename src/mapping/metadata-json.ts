/** The JSON object that an export brings along for `metadata`. */
import type { Problem } from '../errors.js';
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { isShort, type Reader } from './fields.js';
import { compilePath, type Path } from './paths.js';
import type { ObjectSpec } from './schema.js';
import { isNothing, parseCell } from './values.js';

/** Written by the program itself: the stamp of a create, and the former verdict. */
const RESERVED = ['migration', 'previous_kyc'] as const;
/** Didit writes into these when a user is created; anything but an object there is refused (Create page). */
const OBJECTS = ['contact', 'address'] as const;

/** Reads an object, a list of `{key, value}` pairs, or the text of either. */
export function compileJson(spec: ObjectSpec): Reader<JsonObject> {
  const { from, key = 'key', value: content = 'value' } = isShort(spec) ? { from: spec } : spec;
  const paths = [from].flat().map(compilePath);
  const pair = { key: compilePath(key), content: compilePath(content) };
  return (fields, problems) => {
    for (const path of paths) {
      const value = path.find(fields).find((candidate) => !isNothing(candidate));
      if (value === undefined) continue;
      const object = toObject(value, pair);
      problems.push(...objectProblems(object, path.text));
      return object;
    }
    return undefined;
  };
}

interface Pair {
  readonly key: Path;
  readonly content: Path;
}

function toObject(value: Json, pair: Pair): JsonObject | undefined {
  const parsed = typeof value === 'string' ? parseCell(value) : value;
  if (!Array.isArray(parsed)) return isJsonObject(parsed) ? parsed : undefined;
  const pairs = parsed.map((element) => readPair(element, pair));
  return pairs.includes(undefined) ? undefined : Object.fromEntries(pairs.filter((read) => read !== undefined));
}

function readPair(element: Json, { key, content }: Pair): readonly [string, Json] | undefined {
  if (!isJsonObject(element)) return undefined;
  const [name] = key.find(element);
  const [value] = content.find(element);
  return typeof name === 'string' && value !== undefined ? [name, value] : undefined;
}

function objectProblems(object: JsonObject | undefined, field: string): Problem[] {
  if (object === undefined) return [{ code: 'metadata_not_object', field }];
  const reserved = RESERVED.filter((key) => Object.hasOwn(object, key));
  const broken = OBJECTS.filter((key) => Object.hasOwn(object, key) && !isJsonObject(object[key]));
  return [
    ...reserved.map((key): Problem => ({ code: 'metadata_reserved', field, detail: { key } })),
    ...broken.map((key): Problem => ({ code: 'metadata_not_object', field: `${field}.${key}` })),
  ];
}
