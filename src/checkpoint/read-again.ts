/**
 * One file read again, by another mapping, with another second file, or as another encoding: the new reading takes the place of the
 * earlier one as a whole. Otherwise whoever the new mapping leaves out, or gives another id, would be migrated all the same.
 */
import type { Database } from '../database.js';
import { MERGED, UNMERGED } from './schema.js';

/** Earlier readings of the files that are being planned, whose export ids come as a JSON list. */
const EARLIER = `SELECT old.id FROM exports old JOIN exports new ON new.sha256 = old.sha256 AND new.id > old.id
  WHERE new.id IN (SELECT value FROM json_each(?1))`;
/** Their records, and the mended rows that stand in place of some. */
const OF_EARLIER = `SELECT id FROM records WHERE export_id IN (${EARLIER}) UNION
  SELECT r.id FROM records r JOIN records f ON f.id = r.stands_for WHERE r.${MERGED} AND f.export_id IN (${EARLIER})`;
/** Records that are read again beside a row that mends them. */
const MENDED_BESIDE = `SELECT r.id FROM records m JOIN records r ON r.id = m.stands_for WHERE m.${UNMERGED} AND r.${UNMERGED}`;

/**
 * @param exports ids of what is being planned; their fingerprints are known
 * @param contest is told the user keys of the people whose records are replaced
 */
export function replaceEarlierReadings(database: Database, exports: readonly number[], contest: 'contested'): void {
  mendLatestReading(database);
  const ids = [JSON.stringify(exports)];
  if (!database.get(EARLIER, ids)) return;
  replace(database, contest, OF_EARLIER, ids);
  replace(database, contest, MENDED_BESIDE, []);
}

/** A mended row stands for a record of the reading that is in place now, whichever it was written for. */
function mendLatestReading(database: Database): void {
  database.run(`UPDATE records SET stands_for = latest.id FROM (
      SELECT m.id AS row, max(r.id) AS id FROM records m JOIN records f ON f.id = m.stands_for JOIN exports fe ON fe.id = f.export_id
        JOIN exports e ON e.sha256 = fe.sha256 AND e.id > fe.id JOIN records r ON r.export_id = e.id AND r.number = f.number
        WHERE m.${UNMERGED} GROUP BY m.id
    ) AS latest WHERE records.id = latest.row`);
}

function replace(database: Database, contest: string, replaced: string, ids: string[]): void {
  database.run(
    `INSERT OR IGNORE INTO ${contest} SELECT user_key FROM records
      WHERE user_key IS NOT NULL AND outcome <> 'superseded' AND id IN (${replaced})`,
    ids,
  );
  database.run(`DELETE FROM originals WHERE record_id IN (${replaced})`, ids);
  database.run(`UPDATE records SET outcome = 'superseded' WHERE id IN (${replaced})`, ids);
}

/** For an export `e`: are rows of it no longer in place, because the file that they mend was read again after them? */
export const UNDONE_BY_READING = `SELECT 1 FROM records m JOIN records f ON f.id = m.stands_for JOIN exports fe ON fe.id = f.export_id
  JOIN exports later ON later.sha256 = fe.sha256 AND later.id > e.id WHERE m.export_id = e.id`;

/** Of the first reading of a file: all its readings are of one age. @param exportId in SQL */
export function firstReading(exportId: string): string {
  return `(SELECT min(same.id) FROM exports one JOIN exports same ON same.sha256 = one.sha256 WHERE one.id = ${exportId})`;
}
