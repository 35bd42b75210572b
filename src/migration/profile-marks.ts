import type { Json, JsonObject } from '../model.js';
import { keyed } from './keyed.js';
import { names } from './profile-changes.js';

/** What of a user's profile is marked, in this order. */
const MARKED = [
  'full_name',
  'display_name',
  'date_of_birth',
  'approved_emails',
  'approved_phones',
  'issuing_states',
  'metadata',
] as const;
type Marked = (typeof MARKED)[number];

const LETTERS = 4;
/** Didit did not show the field: nothing can be said about it. */
const NOT_SHOWN = '.'.repeat(LETTERS);

/**
 * What a user's profile looked like, without holding any of it: four letters for each field, keyed by the checkpoint's secret. By them
 * an edit is told long after the profile itself was erased here.
 */
export function marksOf(record: JsonObject, secret: string): string {
  return MARKED.map((field) => markOf(field, record[field], secret)).join('');
}

/** The fields that do not look any more as they did; a field that Didit shows at one of the two times only is not judged. */
export function changedSince(marks: string, record: JsonObject, secret: string): Marked[] {
  return MARKED.filter((field, index) => {
    const before = marks.slice(index * LETTERS, (index + 1) * LETTERS);
    const now = markOf(field, record[field], secret);
    return before !== '' && before !== NOT_SHOWN && now !== NOT_SHOWN && before !== now;
  });
}

function markOf(field: Marked, value: Json | undefined, secret: string): string {
  if (value === undefined) return NOT_SHOWN;
  return keyed(`${field} ${canonical(comparable(field, value))}`, secret, LETTERS);
}

/** Documented as objects, shown as lists by others: compared by what they name, as everywhere. */
function comparable(field: Marked, value: Json): Json {
  return field === 'approved_emails' || field === 'approved_phones' || field === 'issuing_states' ? names(value) : value;
}

/** The same text whatever the order of keys; nothing, an empty text and an empty object are one. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return value === null || value === '' ? '' : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '' : `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
