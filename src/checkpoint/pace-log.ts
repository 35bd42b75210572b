import type { Database } from '../database.js';

/** What went out since the last note. */
export interface PaceNote {
  readonly writes: number;
  readonly reads: number;
  /** Of these, how many were answered 429. */
  readonly throttled: number;
  /** How much of the time Didit was out, in milliseconds. */
  readonly outageMs: number;
  /** Writes a minute that the limit allows; undefined where none is kept. */
  readonly limit: number | undefined;
}

/** One minute of a run. Minutes in which nothing was sent and nobody ended are not there. */
export interface PaceMinute extends Omit<PaceNote, 'limit'> {
  /** Since 1970. */
  readonly minute: number;
  /** People who ended in it. */
  readonly people: number;
  readonly limit: number | null;
}

/** How fast the runs of a checkpoint went, by the minute. */
export class PaceLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param at in milliseconds since 1970 */
  note(at: number, { writes, reads, throttled, outageMs, limit }: PaceNote): void {
    this.#database.run(
      `INSERT INTO pace (minute, writes, reads, throttled, outage_ms, write_limit) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (minute) DO UPDATE
        SET writes = writes + excluded.writes, reads = reads + excluded.reads, throttled = throttled + excluded.throttled,
          outage_ms = outage_ms + excluded.outage_ms, write_limit = excluded.write_limit`,
      [Math.floor(at / 60_000), writes, reads, throttled, Math.round(outageMs), limit ?? null],
    );
  }

  /** In order of time. People count in the minute in which they ended last. */
  minutes(): PaceMinute[] {
    return this.#database.all(`SELECT minute, sum(writes) AS writes, sum(reads) AS reads, sum(throttled) AS throttled,
        sum(outage_ms) AS outageMs, max(write_limit) AS "limit", sum(people) AS people FROM (
          SELECT minute, writes, reads, throttled, outage_ms, write_limit, 0 AS people FROM pace
          UNION ALL
          SELECT ended_at / 60000, 0, 0, 0, 0, NULL, count(*) FROM items WHERE ended_at IS NOT NULL GROUP BY 1)
      GROUP BY minute ORDER BY minute`);
  }
}
