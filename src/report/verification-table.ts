import type { VerifiedRow } from '../checkpoint/index.js';
import { defuse } from './defuse.js';

const COLUMNS: Readonly<Record<string, (row: VerifiedRow) => string>> = {
  vendor_data: ({ vendorData }) => vendorData,
  didit_internal_id: ({ diditId }) => diditId ?? '',
  result: ({ result }) => result ?? '',
  fields: ({ fields }) => fields.join(' '),
  at: ({ at }) => (at === undefined ? '' : new Date(at).toISOString()),
};

/** `verify.csv`: a header, a row for everybody who was read back, and one for each id that the checkpoint does not know. */
export function* verificationTable(rows: Iterable<VerifiedRow>, unknown: Iterable<string>): Generator<string[]> {
  yield Object.keys(COLUMNS);
  for (const row of rows) yield Object.values(COLUMNS).map((cell) => defuse(cell(row)));
  for (const vendorData of unknown) yield [vendorData, '', 'not migrated', '', ''].map(defuse);
}
