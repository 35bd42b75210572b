import type { Mended, PlannedRecord } from '../checkpoint/index.js';
import type { Problem } from '../errors.js';
import type { JsonObject } from '../model.js';

/** A record that could not be read as it stood. */
const UNREAD: ReadonlySet<Problem['code']> = new Set(['row_ragged', 'quote_broken']);
/** What is wrong may be wrong in the id. */
const MAY_BE_ABOUT_ID: ReadonlySet<Problem['code']> = new Set(['key_repeated', 'text_damaged']);

/**
 * A row of rejects that came back, in the place of the record that it is to mend. Its id may be another one only where the id itself was
 * the problem: a spreadsheet that rounds ids or sorts one column alone would give a person the decision over somebody else.
 */
export function inPlaceOf(planned: PlannedRecord, mended: Mended): PlannedRecord {
  const standing = { ...planned, standsFor: mended.standsFor };
  const unread = mended.problems.filter(({ code }) => UNREAD.has(code));
  if (unread.length > 0 && sameCells(planned.original?.fields, mended.fields)) return invalid(standing, unread);
  if (mended.vendorData === undefined || mended.problems.some(isAboutId)) return standing;
  if (planned.kind === 'skipped' || planned.vendorData === mended.vendorData) return standing;
  const changed: Problem = { code: 'id_changed', detail: { record: mended.number } };
  // It stays with its own person: the one whose id it has now is another.
  const { vendorData, userKey } = mended;
  return { ...invalid(standing, [...(planned.problems ?? []), ...(planned.vendorData ? [changed] : [])]), vendorData, userKey };
}

function isAboutId({ code }: Problem): boolean {
  return (code.startsWith('id_') && code !== 'id_changed') || MAY_BE_ABOUT_ID.has(code);
}

function invalid(record: PlannedRecord, problems: readonly Problem[]): PlannedRecord {
  return { ...record, kind: 'invalid', problems, digest: undefined, person: undefined };
}

/** Nobody has mended it. A row that was cut short came back with empty cells at its end. */
function sameCells(now: JsonObject | undefined, before: JsonObject | undefined): boolean {
  return JSON.stringify(filled(now)) === JSON.stringify(filled(before));
}

function filled(fields: JsonObject = {}): unknown[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
