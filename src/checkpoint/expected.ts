import type { Database } from '../database.js';
import type { Problem } from '../errors.js';
import type { RecordOutcome } from '../model.js';
import { recordNames } from './record-names.js';

/** What the plan makes of one id: somebody to migrate, records that are skipped or invalid, or no record at all. */
export type Fate = 'used' | 'skipped' | 'invalid' | 'absent';

/** One id of the user's own list or of the export, and what the plan makes of it. */
export interface Compared {
  readonly vendorData: string;
  readonly fate: Fate;
  /** The mapping's reasons for skipping, or the codes of the problems; each once. */
  readonly why: readonly string[];
  /** The first of its records. */
  readonly record: string | undefined;
}

/**
 * The user's own list of people beside the plan, compared by user key. Its table is made with the first id, in the private file of a
 * dry run; the checkpoint of a migration never has it.
 */
export class Expected {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(ids: readonly { readonly userKey: string; readonly vendorData: string }[]): void {
    this.#database.run(
      'CREATE TABLE IF NOT EXISTS expected (id INTEGER PRIMARY KEY, user_key TEXT NOT NULL, vendor_data TEXT NOT NULL)',
    );
    this.#database.transaction(() => {
      for (const { userKey, vendorData } of ids)
        this.#database.run('INSERT INTO expected (user_key, vendor_data) VALUES (?, ?)', [userKey, vendorData]);
    });
  }

  /** To be called once, after the last `add`. */
  settle(): void {
    this.#database.run('CREATE INDEX expected_by_key ON expected (user_key)');
  }

  /** How many lines the list has, and how many of them repeat an id in any case. */
  size(): { readonly ids: number; readonly repeated: number } {
    const row = this.#database.get<{ ids: number; people: number }>(
      'SELECT count(*) AS ids, count(DISTINCT user_key) AS people FROM expected',
    );
    const { ids = 0, people = 0 } = row ?? {};
    return { ids, repeated: ids - people };
  }

  /** Everybody of the list who is not to be migrated, once and in its order. */
  *missing(): Generator<Compared> {
    yield* this.#compare(`SELECT e.vendor_data, e.user_key FROM expected e
      WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.user_key = e.user_key)
        AND NOT EXISTS (SELECT 1 FROM expected o WHERE o.user_key = e.user_key AND o.id < e.id) ORDER BY e.id`);
  }

  /** Everybody of the export who is not in the list, in the order of the user keys. */
  *unexpected(): Generator<Compared> {
    yield* this.#compare(`SELECT min(r.vendor_data) AS vendor_data, r.user_key FROM records r
      WHERE r.user_key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM expected e WHERE e.user_key = r.user_key) GROUP BY r.user_key`);
  }

  /** Records that nobody can compare, because no id could be read in them. */
  recordsWithoutId(): number {
    return this.#database.get<{ n: number }>('SELECT count(*) AS n FROM records WHERE user_key IS NULL')?.n ?? 0;
  }

  *#compare(sql: string): Generator<Compared> {
    const nameOf = recordNames(this.#database);
    for (const { vendor_data, user_key } of this.#database.iterate<{ vendor_data: string; user_key: string }>(sql)) {
      const records = this.#database.all<RecordRow>(
        'SELECT export_id, number, outcome, reason, problems FROM judged WHERE user_key = ? ORDER BY id',
        [user_key],
      );
      const [first] = records;
      const fate = fateOf(records);
      yield {
        vendorData: vendor_data,
        fate,
        why: [...new Set(records.filter(({ outcome }) => outcome === fate).flatMap(whyOf))],
        record: first && nameOf(first.export_id, first.number),
      };
    }
  }
}

interface RecordRow {
  export_id: number;
  number: number;
  outcome: RecordOutcome | null;
  reason: string | null;
  problems: string | null;
}

/** One record that can be used makes the person; an invalid one is nearer to that than a skipped one. */
function fateOf(records: readonly RecordRow[]): Fate {
  const order = ['used', 'invalid', 'skipped'] as const;
  return order.find((fate) => records.some(({ outcome }) => outcome === fate)) ?? 'absent';
}

function whyOf({ outcome, reason, problems }: RecordRow): string[] {
  if (outcome === 'skipped') return reason === null ? [] : [reason];
  const found: Problem[] = outcome === 'invalid' && problems !== null ? JSON.parse(problems) : [];
  return found.map(({ code }) => code);
}
