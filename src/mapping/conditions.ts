/** Conditions of skip rules and status rows. Words compare without case; null markers are no words. */
import type { JsonObject } from '../model.js';
import { compilePath, type Path } from './paths.js';
import type { Expected, When } from './schema.js';
import { isNothing, textOf, unwrap } from './values.js';

export type Condition = (fields: JsonObject) => boolean;

/** True where every line of `when` holds. */
export function compileWhen(when: When): Condition {
  const lines = Object.entries(when).map(([path, expected]) => compileLine(compilePath(path), expected));
  return (fields) => lines.every((line) => line(fields));
}

/** What is found at a path: single values, and the elements of lists. */
export function wordsAt(path: Path, fields: JsonObject): string[] {
  return path
    .find(fields)
    .map(unwrap)
    .flatMap((value) => (Array.isArray(value) ? value.map(unwrap) : [value]))
    .filter((value) => !isNothing(value))
    .map(textOf)
    .filter((word) => word !== undefined);
}

/** True for a line that compares with words, rather than asking whether something is there. */
export function namesWords(expected: Expected): boolean {
  return typeof expected !== 'object' || Array.isArray(expected) || ('not' in expected && namesWords(expected.not));
}

function compileLine(path: Path, expected: Expected): Condition {
  if (typeof expected === 'object' && 'not' in expected) {
    const positive = compileLine(path, expected.not);
    return (fields) => !positive(fields);
  }
  if (typeof expected === 'object' && 'missing' in expected) {
    return (fields) => path.find(fields).map(unwrap).every(isNothing);
  }
  const wanted = new Set([expected].flat().map((word) => String(word).trim().toLowerCase()));
  return (fields) => wordsAt(path, fields).some((word) => wanted.has(word.toLowerCase()));
}
