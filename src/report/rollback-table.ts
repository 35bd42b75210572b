import type { UndoneRow } from '../checkpoint/index.js';
import { defuse } from './defuse.js';

const COLUMNS: Readonly<Record<string, (row: UndoneRow) => string>> = {
  vendor_data: ({ vendorData }) => vendorData,
  didit_internal_id: ({ diditId }) => diditId ?? '',
  outcome: ({ outcome }) => outcome,
  why: ({ why }) => why.join(' '),
  at: ({ at }) => new Date(at).toISOString(),
};

/** `rollback.csv`: a header and a row for everybody whom a rollback has looked at. */
export function* rollbackTable(rows: Iterable<UndoneRow>): Generator<string[]> {
  yield Object.keys(COLUMNS);
  for (const row of rows) yield Object.values(COLUMNS).map((cell) => defuse(cell(row)));
}
