import type { Database } from '../database.js';

/**
 * Takes out of the file what was deleted from it. Measured: `secure_delete` alone left every payload in the log and some in the main
 * file, so both a VACUUM and a truncated log are needed. If the process dies here, the next run's end does it again.
 */
export function eraseDeleted(database: Database): void {
  database.run('VACUUM');
  database.all('PRAGMA wal_checkpoint(TRUNCATE)');
}
