/**
 * JSON:API: a document has its resources under `data`, and beside it, under `included`, those that they refer to, each once however
 * many refer to it. A record of such a document takes along the ones that it needs.
 */
import { isJsonObject, type Json, type JsonObject } from '../model.js';

export const INCLUDED = 'included';

/** What a record refers to, and what that refers to. */
const LEVELS = 2;

/** The place of the included resources that belong to the resources at this place; undefined where it cannot be such a document's. */
export function placeOfIncluded(path: string): string | undefined {
  return /(?:^|\.)data$/.test(path) ? path.replace(/data$/, INCLUDED) : undefined;
}

/** What names a resource; undefined for anything else. */
export function resourceKey(resource: Json): string | undefined {
  if (!isJsonObject(resource)) return undefined;
  const [type, id] = ['type', 'id'].map((name) => (Object.hasOwn(resource, name) ? resource[name] : undefined));
  return typeof type === 'string' && (typeof id === 'string' || typeof id === 'number')
    ? JSON.stringify([type, `${id}`])
    : undefined;
}

/** The keys of the resources that a resource refers to. */
export function referencesOf(resource: Json): string[] {
  const relationships =
    isJsonObject(resource) && Object.hasOwn(resource, 'relationships') ? resource['relationships'] : undefined;
  if (!isJsonObject(relationships)) return [];
  return Object.values(relationships)
    .flatMap((relationship) => (isJsonObject(relationship) && Object.hasOwn(relationship, 'data') ? relationship['data'] : []))
    .flatMap((identifier) => (identifier === undefined ? [] : (resourceKey(identifier) ?? [])));
}

/** The record with a key `included` for the resources that it refers to, if there are any. */
export function withIncluded(record: Json, find: (key: string) => Json | undefined): Json {
  if (!isJsonObject(record) || Object.hasOwn(record, INCLUDED)) return record;
  const met = new Set([resourceKey(record)]);
  const included: Json[] = [];
  let near: Json[] = [record];
  for (let level = 0; level < LEVELS; level += 1) {
    const keys = near.flatMap(referencesOf).filter((key) => !met.has(key) && met.add(key));
    near = keys.flatMap((key) => find(key) ?? []);
    for (const resource of near) included.push(resource);
  }
  const joined: JsonObject = { ...record, [INCLUDED]: included };
  return included.length > 0 ? joined : record;
}

/** For a document that is in memory. */
export function joinIncluded(records: readonly Json[], included: readonly Json[]): Json[] {
  const resources = new Map(included.map((resource) => [resourceKey(resource), resource]));
  return records.map((record) => withIncluded(record, (key) => resources.get(key)));
}
