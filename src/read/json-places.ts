import { INCLUDED, placeOfIncluded } from './json-api.js';
import { ITSELF, placesInside } from './record-places.js';

/** A place in a JSON document that may hold records, or has such a place below it. */
export interface Place {
  /** Dotted keys, or `$` for the document itself. */
  readonly path: string;
  /** What a list here would be: the records, 0 being preferred to 1; resources that records refer to; or nothing. */
  readonly list: { readonly rank: number } | 'included' | undefined;
  /** Was it looked for by its name? */
  readonly isNamed: boolean;
  below(key: string): Place | undefined;
}

/** Without a mapping the records are looked for so deep. */
const LEVELS_SEARCHED = 3;

/** The document: a bare list is always the records. */
export function documentPlace(recordPaths: readonly string[]): Place {
  const places = placesInside(recordPaths);
  const below = (key: string) => (recordPaths.length === 0 ? anyPlace([key]) : namedPlace([key], places));
  return { path: ITSELF, list: { rank: 0 }, isNamed: false, below };
}

function namedPlace(keys: readonly string[], places: readonly string[]): Place | undefined {
  const path = keys.join('.');
  // A dot in a key is no step of a path.
  if (keys.at(-1)?.includes('.')) return undefined;
  const rank = places.indexOf(path);
  const isIncluded = places.some((place) => placeOfIncluded(place) === path);
  if (rank === -1 && !isIncluded && !places.some((place) => place.startsWith(`${path}.`))) return undefined;
  const list = rank !== -1 ? { rank } : isIncluded ? 'included' : undefined;
  return { path, list, isNamed: true, below: (key) => namedPlace([...keys, key], places) };
}

/** The first list of objects is taken. */
function anyPlace(keys: readonly string[]): Place | undefined {
  if (keys.length > LEVELS_SEARCHED) return undefined;
  const list = keys.at(-1) === INCLUDED ? 'included' : { rank: 0 };
  return { path: keys.join('.'), list, isNamed: false, below: (key) => anyPlace([...keys, key]) };
}
