import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readCheckpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';

/** As settings.ts names checkpoints: the application, and the part of the people where there are parts. */
const NAME = /^(didit-migrate-[\w-]+?)(?:-(\d+)-of-(\d+))?\.db$/;

/**
 * Under the names that checkpoints have by themselves, another number of parts makes other files, and everybody would be begun again in
 * them. Whoever means that names the checkpoint.
 * @throws MigrateError `checkpoint_shard` where the folder has the same application cut otherwise
 */
export function refuseOtherCuts(checkpoint: string): void {
  const [, application, index, of] = NAME.exec(basename(checkpoint)) ?? [];
  if (application === undefined) return;
  for (const name of namesIn(dirname(checkpoint))) {
    const [, otherApplication, otherIndex, otherOf] = NAME.exec(name) ?? [];
    if (otherApplication !== application || otherOf === of || isWithoutPlan(join(dirname(checkpoint), name))) continue;
    throw new MigrateError('checkpoint_shard', {
      file: join(dirname(checkpoint), name),
      found: part(otherIndex, otherOf),
      expected: part(index, of),
    });
  }
}

/** As `doctor --write-test` leaves it: nobody has been begun in it. One that cannot be read may hold anybody. */
function isWithoutPlan(file: string): boolean {
  try {
    const checkpoint = readCheckpoint(file);
    try {
      return checkpoint.plan.isEmpty();
    } finally {
      checkpoint.close();
    }
  } catch (error) {
    if (error instanceof MigrateError) return false;
    throw error;
  }
}

function part(index: string | undefined, of: string | undefined): string {
  return of === undefined ? 'all people' : `part ${index}/${of}`;
}

/** A folder that cannot be read is told of when the checkpoint is made in it. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
