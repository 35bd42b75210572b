import type { ResultRow } from '../checkpoint/index.js';
import { defuse } from './defuse.js';

const COLUMNS: Readonly<Record<string, (row: ResultRow) => string | null>> = {
  vendor_data: (row) => row.vendorData,
  didit_internal_id: (row) => row.diditId,
  provider_id: (row) => row.providerId,
  former_status: (row) => row.former,
  didit_status: (row) => row.statusSeen,
  wanted_status: (row) => row.wanted,
  outcome: (row) => row.state,
  origin: (row) => row.origin,
  faces: (row) => row.faces,
  code: (row) => row.code,
  face_code: (row) => row.faceCodes,
  notes: (row) => row.notes.join(' '),
  record: (row) => row.record,
};

/** `results.csv`: a header and one row for every item, without names, birth dates and contacts. */
export function* resultTable(rows: Iterable<ResultRow>): Generator<string[]> {
  yield Object.keys(COLUMNS);
  const cells = Object.values(COLUMNS);
  for (const row of rows) yield cells.map((cell) => defuse(cell(row) ?? ''));
}
