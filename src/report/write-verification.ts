import type { Checkpoint } from '../checkpoint/index.js';
import { inReportFolder, writeTable } from './report-folder.js';
import { verificationTable } from './verification-table.js';

/**
 * Writes `verify.csv`: everybody who was read back, and whoever is not migrated.
 * @param unknown ids of the exports that the checkpoint does not know
 * @throws MigrateError `report_unwritable`
 */
export async function writeVerification(
  { verification }: Checkpoint,
  folder: string,
  unknown: Iterable<string> = [],
): Promise<void> {
  await inReportFolder(folder, ['verify.csv'], async () => {
    await writeTable(folder, 'verify.csv', verificationTable(verification.rows(), unknown));
  });
}
