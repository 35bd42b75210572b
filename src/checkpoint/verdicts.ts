import type { Database, Value } from '../database.js';
import type { PlannedRecord } from './planned.js';

/** As many are remembered; an export whose words are all different must not fill the memory. */
const REMEMBERED = 1000;

/** What the mapping made of records: few differ in it, so each is kept once. */
export class Verdicts {
  readonly #database: Database;
  readonly #ids = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** To be called in the transaction that inserts the record. */
  idOf(record: PlannedRecord): number {
    const { kind, reason, status, statusReason, statusRow, former, final, fraud } = record;
    const values = [
      kind,
      reason ?? null,
      status ?? null,
      statusReason ?? null,
      statusRow ?? null,
      former ?? null,
      flag(final),
      flag(fraud),
    ];
    const words = JSON.stringify(values);
    const known = this.#ids.get(words);
    if (known !== undefined) return known;
    const id = this.#find(values) ?? this.#add(values);
    if (this.#ids.size >= REMEMBERED) this.#ids.clear();
    this.#ids.set(words, id);
    return id;
  }

  /** What was added may have been rolled back. */
  forget(): void {
    this.#ids.clear();
  }

  #find(values: readonly Value[]): number | undefined {
    const sql = `SELECT id FROM verdicts WHERE kind = ? AND reason IS ? AND status IS ? AND status_reason IS ? AND status_row IS ?
      AND former IS ? AND final IS ? AND fraud IS ?`;
    return this.#database.get<{ id: number }>(sql, values)?.id;
  }

  #add(values: readonly Value[]): number {
    const columns = 'kind, reason, status, status_reason, status_row, former, final, fraud';
    return this.#database.run(`INSERT INTO verdicts (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, values).id;
  }
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
