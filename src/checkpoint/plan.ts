import type { Database, Value } from '../database.js';
import type { Problem } from '../errors.js';
import type { DiditStatus, FaceReference, RecordOutcome, User } from '../model.js';
import type { HowRead } from './export-reading.js';
import { contestReplaced, supersedeReplaced, takeUpReplaced } from './mended.js';
import { pagesOf } from './pages.js';
import { notePlanFacts } from './plan-facts.js';
import type { Candidate, ExportFacts, ExportRead, PlannedRecord } from './planned.js';
import { firstReading, replaceEarlierReadings, UNDONE_BY_READING } from './read-again.js';
import { createIndexes, createRecordIndexes, dropIndexes, MERGED, type Purpose, UNMERGED } from './schema.js';
import { spelledOf } from './spelled.js';
import { Verdicts } from './verdicts.js';
import { WAITS } from './wanted-items.js';

const PAGE = 500;

/** Records on their way into items. A load is visible to the rest only after `merge` has committed. */
export class Plan {
  readonly #database: Database;
  readonly #purpose: Purpose;
  readonly #verdicts: Verdicts;
  #anyFaces = false;

  constructor(database: Database, purpose: Purpose) {
    this.#database = database;
    this.#purpose = purpose;
    this.#verdicts = new Verdicts(database);
  }

  isEmpty(): boolean {
    return this.#database.get('SELECT 1 FROM exports WHERE merged = 1') === undefined;
  }

  /** Was this very file read last with this very mapping and in this way, and does nobody of it wait to be read again? */
  knows(sha256: string, mappingHash: string, how: HowRead): boolean {
    // Who was withdrawn by a row that was mended does not wait: read again, the export would bring them back.
    const sql = `SELECT 1 FROM exports e WHERE id = (SELECT max(id) FROM exports WHERE sha256 = ?)
      AND mapping_hash = ? AND json_extract(reading, '$.how') = json(?) AND NOT EXISTS (${UNDONE_BY_READING}) AND NOT EXISTS
      (SELECT 1 FROM items i JOIN records r ON r.id = i.record_id WHERE ${WAITS} AND COALESCE(i.code, '') <> 'record_withdrawn'
        AND r.export_id = e.id)`;
    return this.#database.get(sql, [sha256, mappingHash, JSON.stringify(how)]) !== undefined;
  }

  /** Forgets what a plan that did not end has left: its records were never merged, so nothing refers to them. */
  discardUnmerged(): void {
    if (!this.#database.get('SELECT 1 FROM exports WHERE merged = 0')) return;
    this.#database.transaction(() => {
      this.#database.run(`DELETE FROM originals WHERE record_id IN (SELECT id FROM records WHERE ${UNMERGED})`);
      this.#database.run(`DELETE FROM records WHERE ${UNMERGED}`);
      this.#database.run('DELETE FROM exports WHERE merged = 0');
      createIndexes(this.#database, this.#purpose);
    });
    this.#verdicts.forget();
  }

  beginExport(facts: ExportFacts): number {
    return this.#database.transaction(() => {
      dropIndexes(this.#database);
      return this.#database.run(
        'INSERT INTO exports (file, format, columns, mapping, mapping_hash, planned_at) VALUES (?, ?, ?, ?, ?, ?)',
        [
          facts.file,
          facts.format,
          facts.columns ? JSON.stringify(facts.columns) : null,
          facts.mapping,
          facts.mappingHash,
          Date.now(),
        ],
      ).id;
    });
  }

  append(exportId: number, records: readonly PlannedRecord[]): void {
    const database = this.#database;
    database.transaction(() => {
      const next = (database.get<{ id: number | null }>('SELECT max(id) AS id FROM records')?.id ?? 0) + 1;
      database.insert(
        RECORDS,
        records.map((record, index) => recordRow(next + index, exportId, record, this.#verdicts.idOf(record))),
      );
      database.insert(
        ORIGINALS,
        records.flatMap(({ original }, index) => (original ? [originalRow(next + index, original, this.#purpose)] : [])),
      );
      this.#anyFaces ||= records.some(({ original }) => original !== undefined && original.faces.length > 0);
      for (const { sha256, bytes } of records.flatMap(({ original }) => original?.images ?? []))
        database.run('INSERT OR IGNORE INTO images (sha256, bytes) VALUES (?, ?)', [sha256, bytes]);
    });
  }

  /**
   * Turns everything that was appended into items, in one transaction: if the process dies in it, nothing of it is there and the
   * export is read again.
   * @param settle called for each user key that has several records or an item already
   */
  merge(exports: readonly ExportRead[], settle: (userKey: string, group: Candidate[]) => void): void {
    const database = this.#database;
    createRecordIndexes(database);
    const ids = exports.map(({ exportId }) => exportId);
    database.transaction(() => {
      for (const { exportId, sha256, bytes, reading } of exports)
        database.run('UPDATE exports SET sha256 = ?, bytes = ?, reading = ? WHERE id = ?', [
          sha256,
          bytes,
          reading ? JSON.stringify(reading) : null,
          exportId,
        ]);
      this.#contest();
      replaceEarlierReadings(database, ids, 'contested');
      contestReplaced(database, 'contested');
      supersedeReplaced(database);
      this.#addSingles();
      createIndexes(database, this.#purpose);
      for (const userKey of this.#contested()) settle(userKey, this.#group(userKey));
      takeUpReplaced(database, ids);
      database.run('UPDATE exports SET merged = 1 WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]);
      notePlanFacts(database);
      for (const table of ['several', 'contested']) database.run(`DELETE FROM ${table}`);
    });
  }

  setOutcome(recordId: number, outcome: RecordOutcome, problem?: Problem): void {
    this.#database.run('UPDATE records SET outcome = ? WHERE id = ?', [outcome, recordId]);
    if (!problem) return;
    // Each later export of the person settles its records anew, and may find the same again.
    this.#database.run(
      `UPDATE records SET problems = json_insert(COALESCE(problems, '[]'), '$[#]', json(?1)) WHERE id = ?2
        AND NOT EXISTS (SELECT 1 FROM json_each(problems) WHERE value = json(?1))`,
      [JSON.stringify(problem), recordId],
    );
  }

  /** What the mapping made of a record; undefined once it has been erased. */
  mappedUser(recordId: number): { user: User; faces: readonly FaceReference[] } | undefined {
    const row = this.#database.get<{
      user: string | null;
      faces: string | null;
    }>('SELECT user, faces FROM originals WHERE record_id = ?', [recordId]);
    return row?.user
      ? {
          user: JSON.parse(row.user),
          faces: row.faces ? JSON.parse(row.faces) : [],
        }
      : undefined;
  }

  statusReason(recordId: number): string | undefined {
    return (
      this.#database.get<{ r: string | null }>('SELECT status_reason AS r FROM judged WHERE id = ?', [recordId])?.r ?? undefined
    );
  }

  /** Who has several records, or an item already. What the index alone can tell comes first: it spares looking at each record. */
  #contest(): void {
    const database = this.#database;
    for (const table of ['several', 'contested']) {
      database.run(`CREATE TEMP TABLE IF NOT EXISTS ${table} (user_key TEXT PRIMARY KEY) WITHOUT ROWID`);
      database.run(`DELETE FROM ${table}`);
    }
    database.run(
      'INSERT INTO several SELECT user_key FROM records WHERE user_key IS NOT NULL GROUP BY user_key HAVING count(*) > 1',
    );
    database.run(`INSERT INTO contested SELECT user_key FROM judged WHERE user_key IN several AND kind <> 'skipped'
      GROUP BY user_key HAVING count(*) > 1 AND sum(${UNMERGED}) > 0`);
    if (!database.get('SELECT 1 FROM items LIMIT 1')) return;
    database.run(`INSERT OR IGNORE INTO contested SELECT r.user_key FROM records r JOIN items i ON i.user_key = r.user_key
      WHERE r.${UNMERGED} AND r.outcome <> 'skipped'`);
  }

  #addSingles(): void {
    const database = this.#database;
    const last = database.get<{ id: number | null }>('SELECT max(id) AS id FROM items')?.id ?? 0;
    database.run(`INSERT INTO items (user_key, spelled, record_id, wanted, status_reason, digest)
      SELECT r.user_key, r.spelled, r.id, v.status, v.status_reason, r.digest FROM records r CROSS JOIN verdicts v ON v.id = r.verdict
      WHERE r.${UNMERGED} AND r.outcome = 'used' AND r.user_key NOT IN contested ORDER BY r.id`);
    // Else all originals would be read only to find none.
    if (!this.#anyFaces) return;
    database.run(
      `INSERT INTO faces (item_id, position, reference) SELECT i.id, 0, o.faces FROM items i JOIN originals o ON o.record_id = i.record_id
        WHERE i.id > ? AND o.faces IS NOT NULL`,
      [last],
    );
  }

  /** In pages: a full export that comes again contests everybody. */
  *#contested(): Generator<string> {
    const sql = `SELECT user_key FROM contested WHERE user_key > ? ORDER BY user_key LIMIT ${PAGE}`;
    for (const page of pagesOf<{ user_key: string }>(this.#database, sql, ({ user_key }) => user_key, ''))
      for (const { user_key } of page) yield user_key;
  }

  #group(userKey: string): Candidate[] {
    const rows = this.#database.all<CandidateRow>(
      `SELECT id, ${firstReading('COALESCE((SELECT export_id FROM records first WHERE first.id = r.stands_for), r.export_id)')} AS export_id,
          number, kind, vendor_data, provider_id, date, status, final, fraud, digest, CASE WHEN ${MERGED} THEN outcome END AS outcome
        FROM judged r WHERE user_key = ? AND kind <> 'skipped' AND outcome <> 'superseded' ORDER BY id`,
      [userKey],
    );
    return rows.map((row) => ({
      id: row.id,
      exportId: row.export_id,
      number: row.number,
      kind: row.kind,
      vendorData: row.vendor_data,
      providerId: row.provider_id ?? undefined,
      date: row.date ?? undefined,
      status: row.status ?? undefined,
      final: row.final === 1,
      fraud: row.fraud === 1,
      digest: row.digest ?? undefined,
      outcome: row.outcome ?? undefined,
    }));
  }
}

interface CandidateRow {
  id: number;
  export_id: number;
  number: number;
  kind: 'user' | 'invalid';
  vendor_data: string;
  provider_id: string | null;
  date: number | null;
  status: DiditStatus | null;
  final: number | null;
  fraud: number | null;
  digest: string | null;
  outcome: RecordOutcome | null;
}

const RECORDS = `records (id, export_id, number, line, verdict, outcome, problems, user_key, spelled, provider_id, date, digest, person,
  stands_for)`;
/** What a record comes to where nobody contests it. */
const OUTCOMES = { user: 'used', skipped: 'skipped', invalid: 'invalid' } as const;
const ORIGINALS = 'originals (record_id, fields, user, faces)';

function recordRow(id: number, exportId: number, record: PlannedRecord, verdict: number): Value[] {
  return [
    id,
    exportId,
    record.number,
    record.line ?? null,
    verdict,
    OUTCOMES[record.kind],
    record.problems ? JSON.stringify(record.problems) : null,
    record.userKey ?? null,
    spelledOf(record),
    record.providerId ?? null,
    record.date ?? null,
    record.digest ?? null,
    record.person ?? null,
    record.standsFor ?? null,
  ];
}

function originalRow(id: number, { fields, user, faces }: NonNullable<PlannedRecord['original']>, purpose: Purpose): Value[] {
  const wanted = faces.length > 0 ? JSON.stringify(faces) : null;
  if (purpose === 'apply') return [id, JSON.stringify(fields), user ? JSON.stringify(user) : null, wanted];
  return [id, null, user ? JSON.stringify(whoOf(user)) : null, wanted];
}

/** By which records of one person are told to disagree. */
function whoOf({ vendor_data, full_name, date_of_birth }: User): object {
  return { vendor_data, full_name, date_of_birth, metadata: {} };
}
