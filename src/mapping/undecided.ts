/** A draft leaves decisions open with the word `decide`. It is sound in every other respect, and does not run. */
import { MigrateError } from '../errors.js';
import type { Place } from './issues.js';
import type { Source } from './source.js';

const DECIDE = 'decide';
/** What stands in the place of an open decision while the rest is checked. */
const STAND_INS: ReadonlyMap<PropertyKey, string> = new Map([
  ['then', 'problem'],
  ['otherwise', 'problem'],
  ['date', 'iso'],
  ['vendor_data', DECIDE],
  ['key', DECIDE],
]);

export interface Draft {
  /** The data with a stand-in for each open decision. */
  readonly data: unknown;
  readonly open: readonly { readonly place: Place; readonly about: string }[];
}

export function readDraft(data: unknown): Draft {
  const open: { place: Place; about: string }[] = [];
  const settle = (value: unknown, place: Place): unknown => {
    if (Array.isArray(value)) return value.map((element: unknown, index) => settle(element, [...place, index]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      const standIn = inner === DECIDE && isOpen([...place, key]) ? STAND_INS.get(key) : undefined;
      if (standIn === undefined) return [key, settle(inner, [...place, key])];
      open.push({ place: [...place, key], about: aboutOf(key, value) });
      return [key, standIn];
    });
    return Object.fromEntries(entries);
  };
  return { data: settle(data, []), open };
}

/** In the rows of a status table, and where a form, the id or a lookup's key is said; elsewhere it is a word like any other. */
function isOpen(place: Place): boolean {
  const [above, row, key] = place.slice(-3);
  if (key === 'vendor_data') return row === 'user';
  if (key === 'key') return above === 'lookup';
  return key === 'date' ? row === 'date' || row === 'date_of_birth' : above === 'status' && typeof row === 'number';
}

/** @throws MigrateError mapping_undecided, naming every open decision with its line */
export function refuseDraft({ open }: Draft, source: Source): void {
  if (open.length === 0) return;
  const undecided = open.map(({ place, about }) => source.describe({ place, says: about })).join('\n');
  throw new MigrateError('mapping_undecided', { file: source.file, count: open.length, undecided });
}

/** What the decision is about, in the words of the row that waits for it. */
function aboutOf(key: string, row: object): string {
  if (key === 'otherwise') return 'every other word';
  if (key === 'date') return `the form of the date in ${'from' in row ? [row.from].flat().join(', ') : 'the template'}`;
  return 'when' in row ? wordsOf(row.when) : 'a row of the status table';
}

function wordsOf(when: unknown): string {
  if (Array.isArray(when)) return when.map(wordsOf).join(', or ');
  if (typeof when !== 'object' || when === null) return String(when);
  return Object.entries(when)
    .map(([path, expected]) => `${path}: ${typeof expected === 'string' ? expected : JSON.stringify(expected)}`)
    .join(', ');
}
