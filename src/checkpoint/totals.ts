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
import type { ExportReading } from './export-reading.js';
import { type FaceSizes, faceSizes } from './face-sizes.js';
import type { Origin } from './items.js';
import { type LookAlikes, type PlanFacts, planFacts, type VerdictCount } from './plan-facts.js';

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

/** What came of the second files of one lookup when exports were read last. */
export interface LookupUse {
  readonly name: string;
  readonly rows: number;
  /** Rows that cannot be found because they have no key. */
  readonly rowsWithoutKey: number;
  /** Different keys, and those of them that no record has asked for. */
  readonly keys: number;
  readonly unusedKeys: number;
}

/** Everybody, counted in several ways. */
export interface People {
  readonly byState: Counts<ItemState>;
  readonly byWanted: Counts<DiditStatus>;
  /** Of those that are known to be in Didit. */
  readonly byOrigin: Counts<Origin>;
  /** Writes that what Didit is known to hold now has needed at the least, besides faces. Corrections are not counted. */
  readonly creates: number;
  readonly blocks: number;
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
    return this.people().byState;
  }

  people(): People {
    // One walk through the index: with millions of people each takes seconds.
    const groups = this.#database.all<Standing>(
      'SELECT wanted, origin, status_seen AS seen, state, count(*) AS n FROM items GROUP BY wanted, origin, status_seen, state',
    );
    const created = groups.filter(({ origin }) => origin === 'created');
    return {
      byState: countsOf(
        ITEM_STATES,
        sumsBy(groups, ({ state }) => state),
      ),
      byWanted: countsOf(
        DIDIT_STATUSES,
        sumsBy(groups, ({ wanted }) => wanted),
      ),
      byOrigin: countsOf(
        ['created', 'existing'],
        sumsBy(groups, ({ origin }) => origin ?? undefined),
      ),
      creates: sumOf(created),
      blocks: sumOf(created.filter(({ wanted, seen }) => wanted === 'BLOCKED' && seen === 'BLOCKED')),
    };
  }

  /** Faces that a person was to have, by what became of them. */
  faces(): Counts<FaceState> {
    return countsOf(FACE_STATES, this.#database.all('SELECT state AS name, count(*) AS n FROM faces GROUP BY state'));
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
    const pending = this.#workOn('pending');
    const people = [pending, this.#workOn('in progress'), this.#workOn('held')].reduce(plus);
    return {
      // Nobody uploads the face of an item that failed.
      ...people,
      ...this.#faceWork("('pending', 'in progress', 'done')"),
      pending: { ...pending, ...this.#faceWork("('pending')") },
    };
  }

  #facts(): PlanFacts {
    return planFacts(this.#database);
  }

  /** State by state: together they would be looked at twice, or be sorted. */
  #workOn(state: ItemState): PeopleWork {
    const row = this.#database.get<{ readonly [Key in keyof PeopleWork]: number | null }>(`SELECT count(*) AS people,
        sum(didit_id IS NULL) AS creates, sum(changed AND NOT by_policy) AS changes, sum(stricter AND NOT by_policy) AS statusChanges,
        sum(changed AND by_policy) AS updates, sum(stricter AND by_policy) AS statusUpdates,
        sum(state <> 'pending' OR didit_id IS NOT NULL) AS lookups
      FROM (SELECT state, didit_id, didit_id IS NOT NULL AND applied IS NOT digest AS changed,
          (wanted = 'BLOCKED' AND status_seen IS NOT 'BLOCKED') OR (wanted = 'FLAGGED' AND status_seen IS 'ACTIVE') AS stricter,
          origin IS 'existing' OR state = 'held' AS by_policy
        FROM items WHERE ${OPEN} AND state = '${state}')`);
    return {
      people: row?.people ?? 0,
      creates: row?.creates ?? 0,
      changes: row?.changes ?? 0,
      statusChanges: row?.statusChanges ?? 0,
      updates: row?.updates ?? 0,
      statusUpdates: row?.statusUpdates ?? 0,
      lookups: row?.lookups ?? 0,
    };
  }

  #faceWork(statesOfPeople: string): Omit<Work, keyof PeopleWork> {
    const row = this.#database.get<{ n: number; found: number | null; linked: number | null; missing: number | null }>(
      `SELECT count(*) AS n, sum(f.found = 1) AS found, sum(f.found = 2) AS linked, sum(f.found = 0) AS missing FROM faces f JOIN items i ON i.id = f.item_id
        WHERE f.state = 'pending' AND i.state IN ${statesOfPeople}`,
    );
    return {
      faces: row?.n ?? 0,
      facesFound: row?.found ?? 0,
      facesLinked: row?.linked ?? 0,
      facesMissing: row?.missing ?? 0,
    };
  }
}

interface Standing {
  wanted: DiditStatus;
  origin: Origin | null;
  seen: string | null;
  state: ItemState;
  n: number;
}

type PeopleWork = Omit<Work, 'faces' | 'facesFound' | 'facesLinked' | 'facesMissing'>;

function plus(one: PeopleWork, other: PeopleWork): PeopleWork {
  return {
    people: one.people + other.people,
    creates: one.creates + other.creates,
    changes: one.changes + other.changes,
    statusChanges: one.statusChanges + other.statusChanges,
    updates: one.updates + other.updates,
    statusUpdates: one.statusUpdates + other.statusUpdates,
    lookups: one.lookups + other.lookups,
  };
}

function sumOf(groups: readonly Standing[]): number {
  return groups.reduce((sum, { n }) => sum + n, 0);
}

function sumsBy<Name extends string>(
  groups: readonly Standing[],
  nameOf: (group: Standing) => Name | undefined,
): { readonly name: Name; readonly n: number }[] {
  const names = new Set(groups.map(nameOf).filter((name) => name !== undefined));
  return [...names].map((name) => ({ name, n: sumOf(groups.filter((group) => nameOf(group) === name)) }));
}
