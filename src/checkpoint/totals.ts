import type { Database } from '../database.js';
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
import { type Counts, countsOf, EXAMPLES, type ProblemCount, problemCounts } from './counts.js';
import { type FaceSizes, faceSizes } from './face-sizes.js';
import type { Origin } from './items.js';
import { type LookAlikes, type PlanFacts, planFacts, type VerdictCount } from './plan-facts.js';
import type { ExportReading, LookupUse } from './planned.js';

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

/** Spelled as in the indexes, which hold only these. */
const OPEN = "state IN ('pending', 'in progress', 'held')";
const FOR_HUMANS = "state IN ('failed', 'held', 'partial')";

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
    const { records: counted } = this.#facts();
    return rows.map((row) => {
      const records = counted[row.id] ?? countsOf(RECORD_OUTCOMES, []);
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

  skipped(): PlanFacts['skipped'] {
    return this.#facts().skipped;
  }

  /** What is wrong with records that end as invalid, by code. */
  problems(): readonly ProblemCount[] {
    return this.#facts().problems;
  }

  duplicates(): number {
    return this.#facts().duplicates;
  }

  absent(): number {
    return this.#facts().absent;
  }

  lookAlikes(): LookAlikes {
    return this.#facts().lookAlikes;
  }

  verdicts(): readonly VerdictCount[] {
    return this.#facts().verdicts;
  }

  /** Writes that what Didit is known to hold now has needed at the least: creates, blocks and faces. Corrections are not counted. */
  neededWrites(): number {
    const row = this.#database.get<{ n: number }>(`SELECT
      (SELECT count(*) FROM items WHERE origin = 'created')
      + (SELECT count(*) FROM items WHERE origin = 'created' AND wanted = 'BLOCKED' AND status_seen = 'BLOCKED')
      + (SELECT count(*) FROM faces WHERE state = 'uploaded') AS n`);
    return row?.n ?? 0;
  }

  /** Codes of items that need a human, by code. */
  itemCodes(): ProblemCount[] {
    return problemCounts(
      this.#database,
      `SELECT code, count(*) AS count FROM items WHERE code IS NOT NULL AND ${FOR_HUMANS} AND state <> 'partial' GROUP BY code ORDER BY 2 DESC`,
      `SELECT r.export_id, r.number, NULL AS field, i.detail FROM items i JOIN records r ON r.id = i.record_id
        WHERE i.code = ? AND i.${FOR_HUMANS} AND i.state <> 'partial' ORDER BY i.id LIMIT ${EXAMPLES}`,
    );
  }

  /** What is wrong with faces: those that ended badly and those that the plan did not find. */
  faceCodes(): ProblemCount[] {
    return problemCounts(
      this.#database,
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

  #facts(): PlanFacts {
    return planFacts(this.#database);
  }

  #counts<Name extends string>(names: readonly Name[], sql: string): Counts<Name> {
    return countsOf(names, this.#database.all<{ name: Name; n: number }>(sql));
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
        FROM items WHERE ${OPEN} AND state IN ${states})`);
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
}

/** A sum over no rows is null. */
type Nullable<T> = { readonly [K in keyof T]: T[K] | null };
