/** Conditions of shapes, skip rules and status rows. Words compare without case; null markers are no words. */
import type { JsonObject } from '../model.js';
import { compilePath, type Path } from './paths.js';
import { compileMatch } from './patterns.js';
import type { Expected, When } from './schema.js';
import { isNothing, textOf, unwrap } from './values.js';

export type Condition = (fields: JsonObject) => boolean;
export type Alternative = Readonly<Record<string, Expected>>;

/** The words at a path. */
export type Words = (fields: JsonObject) => readonly string[];

/** True where every line of `when` holds; of a list of alternatives one is enough. */
export function compileWhen(when: When, wordsOf = shareWords()): Condition {
  const alternatives = alternativesOf(when).map((alternative) =>
    Object.entries(alternative).map(([path, expected]) => compileLine(compilePath(path), expected, wordsOf(path))),
  );
  return (fields) => alternatives.some((lines) => lines.every((line) => line(fields)));
}

/** For conditions that ask for the words at the same paths, as the rows of a table do: those of a record are read once for all of them. */
export function shareWords(): (path: string) => Words {
  const shared = new Map<string, Words>();
  return (path) => {
    const words = shared.get(path) ?? compileWords(compilePath(path));
    shared.set(path, words);
    return words;
  };
}

function compileWords(path: Path): Words {
  let record: JsonObject | undefined;
  let words: readonly string[] = [];
  return (fields) => {
    if (fields !== record) {
      words = wordsAt(path, fields);
      record = fields;
    }
    return words;
  };
}

export function alternativesOf(when: When): readonly Alternative[] {
  return [when].flat();
}

/** What is found at a path: single values, and the elements of lists. */
export function wordsAt(path: Path, fields: JsonObject): string[] {
  const words: string[] = [];
  for (const value of path.values(fields)) {
    for (const element of Array.isArray(value) ? value : [value]) {
      const inner = unwrap(element);
      const word = isNothing(inner) ? undefined : textOf(inner);
      if (word !== undefined) words.push(word);
    }
  }
  return words;
}

/** True for a line that compares what a field says, rather than asking whether something is there. */
export function comparesText(expected: Expected): boolean {
  const asked = askedOf(expected);
  return namesWords(asked) || (typeof asked === 'object' && 'matches' in asked);
}

/** True for a line that compares whole words. They may be repeated, unlike a text that is searched, which may be anything. */
export function comparesWords(expected: Expected): boolean {
  return namesWords(askedOf(expected));
}

/** True for a line that holds for words that it names and for nothing else. */
export function namesWords(expected: Expected): boolean {
  return typeof expected !== 'object' || Array.isArray(expected) || 'only' in expected;
}

function askedOf(expected: Expected): Expected {
  return typeof expected === 'object' && 'not' in expected ? expected.not : expected;
}

function compileLine(path: Path, expected: Expected, words: Words): Condition {
  if (typeof expected !== 'object' || Array.isArray(expected)) {
    const wanted = wordSet(expected);
    return (fields) => words(fields).some((word) => wanted.has(word.toLowerCase()));
  }
  if ('not' in expected) {
    const positive = compileLine(path, expected.not, words);
    return (fields) => !positive(fields);
  }
  if ('missing' in expected) return (fields) => path.values(fields).length === 0;
  if ('present' in expected) return (fields) => path.values(fields).length > 0;
  if ('matches' in expected) {
    const matches = compileMatch(expected.matches);
    return (fields) => words(fields).some(matches);
  }
  const allowed = wordSet(expected.only);
  return (fields) => {
    const said = words(fields);
    return said.length > 0 && said.every((word) => allowed.has(word.toLowerCase()));
  };
}

function wordSet(words: Extract<Expected, readonly unknown[]> | Exclude<Expected, object>): ReadonlySet<string> {
  return new Set([words].flat().map((word) => String(word).trim().toLowerCase()));
}
