import { statSync } from 'node:fs';
import { MigrateError } from '../errors.js';
import type { Checkpoint } from './checkpoint.js';

/** What a purge takes out of a checkpoint, and what it leaves there. */
export interface PersonalData {
  /** Records as they were read. */
  readonly records: number;
  /** People whose data is kept because they are not done. */
  readonly people: number;
  /** Of these, those for whom nothing can be done any more without their export. */
  readonly unfinished: number;
  /** Face references: names of files and links. */
  readonly faceReferences: number;
  readonly images: number;
}

const UNFINISHED = "state IN ('pending', 'in progress')";

/** What personal data a checkpoint holds. */
export function personalData({ database }: Checkpoint): PersonalData {
  const count = (sql: string) => database.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`)?.n ?? 0;
  return {
    records: count('originals'),
    people: count("items i WHERE state <> 'done' AND (payload IS NOT NULL OR record_id IN (SELECT record_id FROM originals))"),
    unfinished: count(`items WHERE ${UNFINISHED}`),
    faceReferences: count('faces WHERE reference IS NOT NULL OR found_name IS NOT NULL'),
    images: count('images'),
  };
}

/**
 * Deletes what is personal. Ids, decisions, results, dates and keyed digests stay. Whoever is not done waits for its export from then on: its
 * digest goes, so that the same record is taken up again. If the process dies before this commit, nothing was deleted; if it dies after,
 * `eraseDeleted` is still to be done, and the next purge does it.
 */
export function deletePersonalData({ database }: Checkpoint): void {
  database.transaction(() => {
    database.run('DELETE FROM originals');
    database.run('DELETE FROM images');
    // Of name and birth date: with the secret beside it, it could be tried out.
    database.run('UPDATE records SET person = NULL WHERE person IS NOT NULL');
    database.run(
      "UPDATE faces SET state = 'refused', code = 'purged', detail = NULL, marker = NULL, intended_at = NULL, seen = NULL WHERE state = 'pending' AND marker IS NULL",
    );
    database.run('UPDATE faces SET reference = NULL, found_name = NULL WHERE reference IS NOT NULL OR found_name IS NOT NULL');
    database.run("UPDATE items SET digest = '', payload = NULL WHERE state <> 'done'");
    database.run(`UPDATE items SET state = 'failed', code = 'purged', detail = NULL WHERE ${UNFINISHED}`);
  });
}

/**
 * Are the file and its log without what was deleted? To be called after the checkpoint was closed.
 * @throws MigrateError `purge_unfinished` where a reader kept the log from being truncated
 */
export function requireErased(file: string): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log && log.size > 0) throw new MigrateError('purge_unfinished', { file });
}
