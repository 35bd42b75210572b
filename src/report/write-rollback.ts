import type { Checkpoint } from '../checkpoint/index.js';
import { inReportFolder, writeTable } from './report-folder.js';
import { rollbackTable } from './rollback-table.js';

/**
 * Writes `rollback.csv`: everybody whom a rollback has looked at, and what came of it.
 * @throws MigrateError `report_unwritable`
 */
export async function writeRollback({ undo }: Checkpoint, folder: string): Promise<void> {
  await inReportFolder(folder, ['rollback.csv'], async () => {
    await writeTable(folder, 'rollback.csv', rollbackTable(undo.rows()));
  });
}
