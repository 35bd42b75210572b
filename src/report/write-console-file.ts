import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Checkpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import { isSystemError, systemReason } from '../system-error.js';
import { CONSOLE_COLUMNS, consoleRow, LOSSES, type Loss } from './console-row.js';
import { writeWhole } from './whole-file.js';

/** How many people have something that the template cannot carry. */
export type Lost = Readonly<Record<Loss, number>>;

/**
 * Writes everybody whom the plan migrates into a new file for the CSV import of Didit's console, readable by its owner alone.
 * @throws MigrateError `output_exists`, `output_unwritable`
 */
export async function writeConsoleFile({ items }: Checkpoint, file: string): Promise<Lost> {
  if (existsSync(file)) throw new MigrateError('output_exists', { file });
  const lost = Object.fromEntries(Object.keys(LOSSES).map((loss) => [loss, 0])) as Record<Loss, number>;
  function* rows(): Generator<readonly string[]> {
    yield CONSOLE_COLUMNS;
    for (const { user, wanted, statusReason } of items.inState('pending')) {
      if (user === undefined) continue;
      const row = consoleRow(user, wanted, statusReason);
      for (const loss of row.lost) lost[loss] += 1;
      yield row.cells;
    }
  }
  try {
    await writeWhole(file, (sink) => pipeline(rows(), stringify(), sink));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new MigrateError('output_unwritable', { file, reason: systemReason(cause) }, { cause });
  }
  return lost;
}
