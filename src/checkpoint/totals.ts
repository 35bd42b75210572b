import type { Database } from '../database.js';
import type { Code, Detail } from '../errors.js';
import {
  DIDIT_STATUSES,
  type DiditStatus,
  FACE_STATES,
  type FaceState,
  ITEM_STATES,
  type ItemState,
  RECORD_OUTCOMES,
  type RecordOutcome,
} from '../model.js';
import { type FaceSizes, faceSizes } from './face-sizes.js';
import type { Origin } from './items.js';
import type { ExportReading, LookupUse } from './planned.js';
import { recordNames } from './record-names.js';

/** A count for each name, and their sum. */
export type Counts<Name extends string> = Readonly<Record<Name, number>> & { readonly total: number };

export interface ProblemCount {
  readonly code: Code;
  readonly count: number;
  /** The first few, as "number" or "file:number" when there are several exports. */
  readonly examples: readonly string[];
  /** Of the first example: what its sentence needs. */
  readonly detail: Detail;
}

export interface ExportTotals {
  readonly id: number;
  readonly file: string;
  readonly format: string;
  readonly mapping: string;
  readonly mappingHash: string;
  readonly sha256: string | null;
  readonly bytes: number | null;
  /** Undefined while it is being read. */
  readonly reading: ExportReading | undefined;
  readonly records: Counts<RecordOutcome>;
}

/** Perhaps one human under several ids: never merged, only told. */
export interface LookAlikes {
  readonly people: number;
  /** Humans that they may be. */
  readonly groups: number;
  /** The first few records. */
  readonly examples: readonly string[];
}

/** What is still to be sent for people. */
export interface Work {
  /** Those who are not ended, or wait for a decision that each run looks for. */
  readonly people: number;
  readonly creates: number;
  /** Users of ours that a later export has changed. */
  readonly changes: number;
  readonly statusChanges: number;
  /** What only the policy `update` does besides: it changes users who were there before us, and decides over held ones. */
  readonly updates: number;
  readonly statusUpdates: number;
  /** Begun, held, or known to be in Didit: each is looked up before anything is sent. */
  readonly lookups: number;
  readonly faces: number;
  /** Of these, the ones for which the plan saw an image, saw a link, or saw nothing; none of them where it has not looked. */
  readonly facesFound: number;
  readonly facesLinked: number;
  readonly facesMissing: number;
}

/** What is still to be sent, and the part of it for people who are not begun: a limit bounds this part alone. */
export interface Remaining extends Work {
  readonly pending: Work;
}

const EXAMPLES = 5;

/** Counts over the checkpoint. Everything that is shown to a person comes from here or from the report's own queries. */
export class Totals {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  lookups(): LookupUse[] {
    const row = this.#database.get<{ value: string }>("SELECT value FROM meta WHERE key = 'lookups'");
    return row ? JSON.parse(row.value) : [];
  }

  exports(): ExportTotals[] {
    const rows = this.#database.all<{
      id: number;
      file: string;
      format: string;
      mapping: string;
      mapping_hash: string;
      sha256: string | null;
      bytes: number | null;
      reading: string | null;
    }>('SELECT id, file, format, mapping, mapping_hash, sha256, bytes, reading FROM exports ORDER BY id');
    return rows.map((row) => {
      const sql =
        'SELECT outcome AS name, count(*) AS n FROM records WHERE export_id = ? AND outcome IS NOT NULL GROUP BY outcome';
      const records = this.#counts(RECORD_OUTCOMES, sql, [row.id]);
      const { id, file, format, mapping, mapping_hash: mappingHash, sha256, bytes } = row;
      const reading: ExportReading | undefined = row.reading === null ? undefined : JSON.parse(row.reading);
      return { id, file, format, mapping, mappingHash, sha256, bytes, reading, records };
    });
  }

  items(): Counts<ItemState> {
    return this.#counts(ITEM_STATES, 'SELECT state AS name, count(*) AS n FROM items GROUP BY state');
  }

  /** Faces that a person was to have, by what became of them. */
  faces(): Counts<FaceState> {
    return this.#counts(FACE_STATES, 'SELECT state AS name, count(*) AS n FROM faces GROUP BY state');
  }

  faceSizes(): FaceSizes {
    return faceSizes(this.#database);
  }

  /** Faces of people who are done: a run without faces leaves them, or one that only notes who is there. */
  facesLeft(): number {
    const row = this.#database.get<{ n: number }>(
      "SELECT count(*) AS n FROM faces f JOIN items i ON i.id = f.item_id WHERE f.state = 'pending' AND i.state = 'done'",
    );
    return row?.n ?? 0;
  }

  wanted(): Counts<DiditStatus> {
    return this.#counts(DIDIT_STATUSES, 'SELECT wanted AS name, count(*) AS n FROM items GROUP BY wanted');
  }

  origins(): Counts<Origin> {
    return this.#counts(
      ['created', 'existing'],
      'SELECT origin AS name, count(*) AS n FROM items WHERE origin IS NOT NULL GROUP BY origin',
    );
  }

  skipped(): Record<string, number> {
    const rows = this.#database.all<{ reason: string; n: number }>(
      "SELECT COALESCE(reason, '') AS reason, count(*) AS n FROM records WHERE outcome = 'skipped' GROUP BY 1 ORDER BY 2 DESC",
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
  }

  /** Writes that what Didit is known to hold now has needed at the least: creates, blocks and faces. Corrections are not counted. */
  neededWrites(): number {
    const row = this.#database.get<{ n: number }>(`SELECT
      (SELECT count(*) FROM items WHERE origin = 'created')
      + (SELECT count(*) FROM items WHERE origin = 'created' AND wanted = 'BLOCKED' AND status_seen = 'BLOCKED')
      + (SELECT count(*) FROM faces WHERE state = 'uploaded') AS n`);
    return row?.n ?? 0;
  }

  /** People of earlier exports who are not in the last one: they stay as they are. */
  absent(): number {
    // Rejects that came back tell nothing about those who are not among them.
    const last =
      this.#database.get<{ id: number | null }>(`SELECT max(id) AS id FROM exports WHERE sha256 IS NOT NULL
        AND id NOT IN (SELECT export_id FROM records WHERE stands_for IS NOT NULL)`)?.id ?? 0;
    const sql = `SELECT count(*) AS n FROM items i WHERE NOT EXISTS
      (SELECT 1 FROM records r WHERE r.user_key = i.user_key AND r.export_id >= ?)`;
    return this.#database.get<{ n: number }>(sql, [last])?.n ?? 0;
  }

  /** How the former decisions were read: the provider's word, the row of the status table that decided, and what came of it. */
  verdicts(): {
    former: string | null;
    status: DiditStatus;
    row: string | null;
    count: number;
  }[] {
    return this.#database.all(`SELECT former, status, status_row AS row, count(*) AS count FROM records
      WHERE outcome = 'used' GROUP BY former, status, status_row ORDER BY count DESC`);
  }

  /** People with more than one record in the plan. */
  duplicates(): number {
    const row = this.#database.get<{ n: number }>(`SELECT count(*) AS n FROM
      (SELECT 1 FROM records WHERE outcome = 'used' AND user_key IS NOT NULL GROUP BY user_key HAVING count(*) > 1)`);
    return row?.n ?? 0;
  }

  /** People under different ids who have the same name and birth date. */
  lookAlikes(): LookAlikes {
    const groups = `SELECT person, count(DISTINCT user_key) AS n FROM records WHERE outcome = 'used' AND person IS NOT NULL
      GROUP BY person HAVING n > 1`;
    const sums = this.#database.get<{ groups: number; people: number | null }>(
      `SELECT count(*) AS groups, sum(n) AS people FROM (${groups})`,
    );
    if (!sums?.people) return { people: 0, groups: 0, examples: [] };
    const nameOf = recordNames(this.#database);
    const first = this.#database.all<{ export_id: number; number: number }>(
      `SELECT export_id, number FROM records WHERE outcome = 'used' AND person IN (SELECT person FROM (${groups}) LIMIT ${EXAMPLES})
        ORDER BY person, id LIMIT ${EXAMPLES}`,
    );
    return {
      people: sums.people,
      groups: sums.groups,
      examples: first.map(({ export_id, number }) => nameOf(export_id, number)),
    };
  }

  /** What is wrong with records that end as invalid, by code. */
  problems(): ProblemCount[] {
    return this.#problemCounts(
      `SELECT json_extract(p.value, '$.code') AS code, count(DISTINCT r.id) AS count FROM records r, json_each(r.problems) p
        WHERE r.outcome = 'invalid' GROUP BY 1 ORDER BY 2 DESC`,
      // A record may have the same problem in several fields: `min` takes the first of them.
      `SELECT r.export_id, r.number, json_extract(p.value, '$.field') AS field, json_extract(p.value, '$.detail') AS detail, min(p.key)
        FROM records r, json_each(r.problems) p
        WHERE r.outcome = 'invalid' AND json_extract(p.value, '$.code') = ? GROUP BY r.id ORDER BY r.id LIMIT ${EXAMPLES}`,
    );
  }

  /** Codes of items that need a human, by code. */
  itemCodes(): ProblemCount[] {
    return this.#problemCounts(
      "SELECT code, count(*) AS count FROM items WHERE code IS NOT NULL AND state IN ('failed', 'held') GROUP BY code ORDER BY 2 DESC",
      `SELECT r.export_id, r.number, NULL AS field, i.detail FROM items i JOIN records r ON r.id = i.record_id
        WHERE i.code = ? AND i.state IN ('failed', 'held') ORDER BY i.id LIMIT ${EXAMPLES}`,
    );
  }

  /** What is wrong with faces: those that ended badly and those that the plan did not find. */
  faceCodes(): ProblemCount[] {
    return this.#problemCounts(
      'SELECT code, count(*) AS count FROM faces WHERE code IS NOT NULL GROUP BY code ORDER BY 2 DESC',
      `SELECT r.export_id, r.number, NULL AS field, f.detail FROM faces f JOIN items i ON i.id = f.item_id JOIN records r ON r.id = i.record_id
        WHERE f.code = ? ORDER BY i.id LIMIT ${EXAMPLES}`,
    );
  }

  remaining(): Remaining {
    return {
      // Nobody uploads the face of an item that failed.
      ...this.#work("('pending', 'in progress', 'held')", "('pending', 'in progress', 'done')"),
      pending: this.#work("('pending')", "('pending')"),
    };
  }

  #work(states: string, statesWithFaces: string): Work {
    const row = this.#database.get<
      Nullable<Omit<Work, 'faces' | 'facesFound' | 'facesLinked' | 'facesMissing'>>
    >(`SELECT count(*) AS people,
        sum(didit_id IS NULL) AS creates, sum(changed AND NOT by_policy) AS changes, sum(stricter AND NOT by_policy) AS statusChanges,
        sum(changed AND by_policy) AS updates, sum(stricter AND by_policy) AS statusUpdates,
        sum(state <> 'pending' OR didit_id IS NOT NULL) AS lookups
      FROM (SELECT state, didit_id, didit_id IS NOT NULL AND applied IS NOT digest AS changed,
          (wanted = 'BLOCKED' AND status_seen IS NOT 'BLOCKED') OR (wanted = 'FLAGGED' AND status_seen IS 'ACTIVE') AS stricter,
          origin IS 'existing' OR state = 'held' AS by_policy
        FROM items WHERE state IN ${states})`);
    const faces = this.#database.get<{ n: number; found: number | null; linked: number | null; missing: number | null }>(
      `SELECT count(*) AS n, sum(f.found = 1) AS found, sum(f.found = 2) AS linked, sum(f.found = 0) AS missing FROM faces f JOIN items i ON i.id = f.item_id
        WHERE f.state = 'pending' AND i.state IN ${statesWithFaces}`,
    );
    return {
      people: row?.people ?? 0,
      creates: row?.creates ?? 0,
      changes: row?.changes ?? 0,
      statusChanges: row?.statusChanges ?? 0,
      updates: row?.updates ?? 0,
      statusUpdates: row?.statusUpdates ?? 0,
      lookups: row?.lookups ?? 0,
      faces: faces?.n ?? 0,
      facesFound: faces?.found ?? 0,
      facesLinked: faces?.linked ?? 0,
      facesMissing: faces?.missing ?? 0,
    };
  }

  #problemCounts(counts: string, examples: string): ProblemCount[] {
    const nameOf = recordNames(this.#database);
    return this.#database.all<{ code: Code; count: number }>(counts).map(({ code, count }) => {
      const rows = this.#database.all<Example>(examples, [code]);
      return {
        code,
        count,
        examples: rows.map(({ export_id, number }) => nameOf(export_id, number)),
        detail: detailOf(rows[0]),
      };
    });
  }

  /** Zero where there is none, and the sum as `total`. */
  #counts<Name extends string>(names: readonly Name[], sql: string, values: readonly number[] = []): Counts<Name> {
    const found = new Map(this.#database.all<{ name: Name; n: number }>(sql, values).map(({ name, n }) => [name, n]));
    const counts = Object.fromEntries(names.map((name) => [name, found.get(name) ?? 0])) as Record<Name, number>;
    return { ...counts, total: names.reduce<number>((sum, name) => sum + counts[name], 0) };
  }
}

/** A sum over no rows is null. */
type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

interface Example {
  export_id: number;
  number: number;
  field: string | null;
  /** JSON. */
  detail: string | null;
}

function detailOf(example: Example | undefined): Detail {
  const detail: Detail = example?.detail ? JSON.parse(example.detail) : {};
  return example?.field ? { field: example.field, ...detail } : detail;
}
