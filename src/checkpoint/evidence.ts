import type { Database } from '../database.js';
import type { DiditStatus } from '../model.js';
import type { Origin } from './items.js';
import { recordNames } from './record-names.js';
import { MERGED } from './schema.js';
import type { Note } from './wanted-items.js';

/** People whose deciding record had the same former verdict, row of the status table and status. */
export interface Decision {
  readonly former: string | null;
  readonly row: string | null;
  /** After several records were weighed against each other. */
  readonly wanted: DiditStatus;
  readonly people: number;
  /** Of these, how many Didit was last seen to hold with this status. */
  readonly confirmed: number;
}

/** A person with several records. */
export interface SeveralRecords {
  readonly vendorData: string;
  readonly wanted: DiditStatus;
  /** The record that decides. */
  readonly winner: string;
  readonly others: readonly string[];
  readonly notes: readonly Note[];
}

/** People who are not to be ACTIVE, by what is known of how they came to their status. */
export interface NotActive {
  readonly wanted: DiditStatus;
  readonly origin: Origin | null;
  /** Of a user who was there before. */
  readonly before: string | null;
  readonly seen: string | null;
  /** Did the create carry what is wanted now? Else a later export has changed it. */
  readonly createdSo: boolean;
  readonly people: number;
}

/** The same picture under several people. */
export interface SharedPicture {
  readonly people: number;
  readonly records: readonly string[];
}

/** Faces of a size, as they lie there and as they are uploaded. */
export interface SizeClass {
  /** The least of its class, in bytes. */
  readonly from: number;
  readonly files: number;
  readonly prepared: number;
}

const MOST_RECORDS = 20;
/** Where classes of sizes begin, in bytes. */
const SIZES = [0, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000] as const;
/** What people share: the file, or only the picture that comes of different files. */
const PICTURE = `CASE WHEN EXISTS (SELECT 1 FROM faces g WHERE g.seen = f.seen AND g.item_id <> f.item_id) THEN f.seen ELSE f.prepared END`;

/** What somebody who has to answer for the migration asks. */
export class Evidence {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  decisions(): Decision[] {
    return this.#database.all(`SELECT r.former, r.status_row AS row, i.wanted, count(*) AS people, sum(i.status_seen IS i.wanted) AS confirmed
      FROM items i JOIN judged r ON r.id = i.record_id GROUP BY 1, 2, 3 ORDER BY people DESC, 1, 2, 3`);
  }

  /** At most so many; those about whom the plan wants something to be known come first. */
  severalRecords(most: number): SeveralRecords[] {
    const nameOf = recordNames(this.#database);
    const rows = this.#database.all<SeveralRow>(
      `SELECT i.user_key, i.vendor_data, i.wanted, i.notes, r.export_id, r.number FROM (
          SELECT user_key FROM records WHERE user_key IS NOT NULL AND outcome = 'used' AND ${MERGED} GROUP BY user_key HAVING count(*) > 1) s
        JOIN items i ON i.user_key = s.user_key JOIN records r ON r.id = i.record_id
        ORDER BY i.notes IS NULL, i.id LIMIT ?`,
      [most],
    );
    return rows.map(({ user_key, vendor_data, wanted, notes, export_id, number }) => ({
      vendorData: vendor_data,
      wanted,
      winner: nameOf(export_id, number),
      others: this.#database
        .all<{ export_id: number; number: number }>(
          `SELECT export_id, number FROM records WHERE user_key = ? AND outcome = 'used' AND ${MERGED} AND NOT (export_id = ? AND number = ?)
            ORDER BY id LIMIT ${MOST_RECORDS}`,
          [user_key, export_id, number],
        )
        .map((other) => nameOf(other.export_id, other.number)),
      notes: notes === null ? [] : JSON.parse(notes),
    }));
  }

  notActive(): NotActive[] {
    return this.#database
      .all<Omit<NotActive, 'createdSo'> & { created_so: number }>(
        `SELECT wanted, origin, status_before AS before, status_seen AS seen, origin IS 'created' AND intended IS digest AS created_so,
          count(*) AS people FROM items WHERE wanted <> 'ACTIVE' GROUP BY 1, 2, 3, 4, 5 ORDER BY wanted, people DESC`,
      )
      .map(({ created_so, ...row }) => ({ ...row, createdSo: created_so === 1 }));
  }

  /** At most so many. */
  sharedPictures(most: number): SharedPicture[] {
    const nameOf = recordNames(this.#database);
    const groups = this.#database.all<{ picture: string; people: number }>(
      `SELECT ${PICTURE} AS picture, count(DISTINCT item_id) AS people FROM faces f WHERE code = 'face_shared'
        GROUP BY 1 HAVING picture IS NOT NULL AND people > 1 ORDER BY people DESC, 1 LIMIT ?`,
      [most],
    );
    return groups.map(({ picture, people }) => ({
      people,
      records: this.#database
        .all<{ export_id: number; number: number }>(
          `SELECT r.export_id, r.number FROM faces f JOIN items i ON i.id = f.item_id JOIN records r ON r.id = i.record_id
            WHERE f.code = 'face_shared' AND ${PICTURE} = ? GROUP BY i.id ORDER BY i.id LIMIT ${MOST_RECORDS}`,
          [picture],
        )
        .map(({ export_id, number }) => nameOf(export_id, number)),
    }));
  }

  /** In order of size; classes without a picture are not there. */
  faceSizeClasses(): SizeClass[] {
    const [smallest, ...larger] = SIZES;
    const size = (column: string) =>
      `CASE ${larger
        .toReversed()
        .map((from) => `WHEN ${column} >= ${from} THEN ${from}`)
        .join(' ')} ELSE ${smallest} END`;
    return this.#database.all(`SELECT size AS "from", sum(files) AS files, sum(prepared) AS prepared FROM (
        SELECT ${size('bytes')} AS size, count(*) AS files, 0 AS prepared FROM faces WHERE bytes IS NOT NULL GROUP BY 1
        UNION ALL
        SELECT ${size('prepared_bytes')}, 0, count(*) FROM faces WHERE prepared_bytes IS NOT NULL GROUP BY 1)
      GROUP BY size ORDER BY size`);
  }
}

interface SeveralRow {
  user_key: string;
  vendor_data: string;
  wanted: DiditStatus;
  /** JSON. */
  notes: string | null;
  export_id: number;
  number: number;
}
