/** Which values may be shown as they are: the words of a small closed set, as a status is one, and no person's own data. */
import type { FieldFacts } from './field-survey.js';
import { foldHeader, HEADER_WORDS, PRIVATE_WORDS, ROLES, type Role, wordsOfHeader } from './header-words.js';
import { masked } from './mask.js';
import type { Roles } from './roles.js';

export type Words = readonly (readonly [word: string, count: number])[];

const MOST = 30;
/** A set of words is small and its words come again: fewer values than this for each word are rather data. */
const VALUES_PER_WORD = 5;
/** Roles whose values say something about many people alike. */
const OPEN: readonly Role[] = ['status', 'country', 'issuing country', 'nationality'];

/** The words of a field that is no decision, where they may be shown; undefined where its values stay masked. */
export function shownWords(field: FieldFacts, roles: Roles): Words | undefined {
  const { words, values, sentences } = field;
  if (words === undefined || words.length === 0 || sentences > 0 || words.length > MOST || isPrivate(field, roles))
    return undefined;
  const closed = words.every(([word, count]) => count > 1 && !looksPersonal(word) && !looksLikeName(word));
  return closed && values >= 20 && values >= words.length * VALUES_PER_WORD ? words : undefined;
}

/** The words of a decision: all of them have to be known, also those that are met once; one that looks like somebody's data is masked. */
export function decisionWords(field: FieldFacts): Words | undefined {
  const words = new Map<string, number>();
  for (const [word, count] of field.words ?? []) {
    const said = looksPersonal(word) ? masked(word) : word;
    words.set(said, (words.get(said) ?? 0) + count);
  }
  return field.words && [...words];
}

/** True for a word that no status table should name: it holds an address, a number or a date. */
export function looksPersonal(word: string): boolean {
  return /@|\d{4}|\d[./-]\d/.test(word);
}

function looksLikeName(word: string): boolean {
  return /^\p{Lu}[\p{L}'.-]*(?:\s+\p{Lu}[\p{L}'.-]*)+$/u.test(word);
}

/** True for a field whose values are a person's own by its name. */
function isPrivate(field: FieldFacts, roles: Roles): boolean {
  const role = ROLES.find((each) => roles.get(each)?.includes(field));
  if (role !== undefined) return !OPEN.includes(role);
  const last = field.keys.at(-1) ?? '';
  const folded = foldHeader(last);
  const said = new Set([folded, ...field.keys.flatMap(wordsOfHeader)]);
  const names = ROLES.filter((each) => !OPEN.includes(each)).flatMap((each) => HEADER_WORDS[each]);
  const isNamed = [...PRIVATE_WORDS, ...names].some((word) => said.has(word) || (word.length > 3 && folded.includes(word)));
  return isNamed || /^column \d+$/.test(last);
}
