/** Where records lie in JSON: the mapping names places, best first, as dotted keys or `$` for the document itself. */
import { isJsonObject, type Json, type JsonObject } from '../model.js';
import { joinIncluded, placeOfIncluded } from './json-api.js';

export const ITSELF = '$';

export interface Found {
  readonly at: string;
  readonly values: readonly Json[];
  /** Does the value hold a list of records? When it cannot be read, nobody knows how many are lost with it. */
  readonly isPage: boolean;
}

/** The places that are preferred to the document itself. */
export function placesInside(recordPaths: readonly string[]): readonly string[] {
  const itself = recordPaths.indexOf(ITSELF);
  return itself === -1 ? recordPaths : recordPaths.slice(0, itself);
}

/**
 * The records in a document, in a line or in an element of a bare list: those of the list at the first place that holds one; else the
 * object at the first place that holds one, which the rest is an envelope of; else the value itself.
 * @param places inside of the value, best first
 */
export function recordsIn(value: Json, places: readonly string[]): Found {
  return listIn(value, places) ?? objectIn(value, places) ?? { at: ITSELF, values: [value], isPage: false };
}

/** An element of the list at a place is never a list of its own, but may well be an envelope. */
export function recordInside(element: Json, placesBefore: readonly string[]): Json {
  return objectIn(element, placesBefore)?.values[0] ?? element;
}

/** Is there a list at one of the places? */
export function holdsList(value: Json, places: readonly string[]): boolean {
  return places.some((place) => Array.isArray(valueAt(value, place)));
}

function listIn(document: Json, places: readonly string[]): Found | undefined {
  for (const at of places) {
    const list = valueAt(document, at);
    if (!Array.isArray(list)) continue;
    const before = places.slice(0, places.indexOf(at));
    const records = list.map((element) => recordInside(element, before));
    return { at, values: includedTo(at, records, document), isPage: true };
  }
  return undefined;
}

function objectIn(document: Json, places: readonly string[]): Found | undefined {
  for (const at of places) {
    const object = valueAt(document, at);
    if (isJsonObject(object)) return { at, values: includedTo(at, [object], document), isPage: false };
  }
  return undefined;
}

function includedTo(at: string, records: readonly Json[], document: Json): readonly Json[] {
  const place = placeOfIncluded(at);
  const included = place === undefined ? undefined : valueAt(document, place);
  return Array.isArray(included) ? joinIncluded(records, included) : records;
}

/** Own keys only: a key such as `constructor` is data. */
function valueAt(document: Json, path: string): Json | undefined {
  let at: Json | undefined = document;
  for (const key of path.split('.')) {
    if (!isHolder(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

function isHolder(value: Json | undefined, key: string): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, key);
}

/** Among pages an unreadable one leaves an unknown number of people out: that is more than a bad record. */
export class LostPages {
  #arePages = false;
  #areUnreadable = false;

  /** @returns false where a page was lost, perhaps earlier */
  allows(met: 'page' | 'record' | 'unreadable'): boolean {
    this.#arePages ||= met === 'page';
    this.#areUnreadable ||= met === 'unreadable';
    return !(this.#arePages && this.#areUnreadable);
  }
}

/** The list itself may be what is there twice. */
export const PAGE_AMBIGUOUS = 'a page of records holds a key twice with different contents';
export const PAGE_LOST = 'it holds pages of records, and one of the pages cannot be read';
