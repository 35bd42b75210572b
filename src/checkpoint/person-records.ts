import type { Database } from '../database.js';
import type { Problem } from '../errors.js';
import type { DiditStatus, RecordOutcome } from '../model.js';
import type { Candidate } from './planned.js';
import { recordNames } from './record-names.js';

/** A record of a person and what the plan made of it. */
export interface PersonRecord extends Omit<Candidate, 'kind'> {
  readonly kind: 'user' | 'skipped' | 'invalid';
  /** Its number, as "file:number" where there are several exports. */
  readonly name: string;
  readonly former: string | undefined;
  /** The row of the status table that decided. */
  readonly row: string | undefined;
  /** Why it was skipped. */
  readonly reason: string | undefined;
  readonly problems: readonly Problem[];
}

/** Every record of a person, skipped and superseded ones included, in the order of the exports. */
export function personRecords(database: Database, userKey: string): PersonRecord[] {
  const nameOf = recordNames(database);
  const rows = database.all<Row>('SELECT * FROM judged WHERE user_key = ? ORDER BY id', [userKey]);
  return rows.map((row) => ({
    id: row.id,
    exportId: row.export_id,
    number: row.number,
    name: nameOf(row.export_id, row.number),
    kind: row.kind,
    outcome: row.outcome ?? undefined,
    reason: row.reason ?? undefined,
    problems: row.problems === null ? [] : JSON.parse(row.problems),
    vendorData: row.vendor_data,
    providerId: row.provider_id ?? undefined,
    date: row.date ?? undefined,
    status: row.status ?? undefined,
    row: row.status_row ?? undefined,
    former: row.former ?? undefined,
    final: row.final === 1,
    fraud: row.fraud === 1,
    digest: row.digest ?? undefined,
  }));
}

interface Row {
  id: number;
  export_id: number;
  number: number;
  kind: PersonRecord['kind'];
  outcome: RecordOutcome | null;
  reason: string | null;
  problems: string | null;
  vendor_data: string;
  provider_id: string | null;
  date: number | null;
  status: DiditStatus | null;
  status_row: string | null;
  former: string | null;
  final: number | null;
  fraud: number | null;
  digest: string | null;
}
