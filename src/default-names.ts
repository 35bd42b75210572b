/** How files are called that nobody has named. */
import { resolve } from 'node:path';
import { type Shard, shardName } from './shard.js';

export function checkpointName(applicationId: string, shard?: Shard): string {
  const part = shard ? `-${shardName(shard)}` : '';
  return resolve(`didit-migrate-${applicationId.slice(0, 8)}${part}.db`);
}

export const mayBeSeveral = (checkpoints: readonly string[]) => checkpoints.length > 1 || /[*?[{]/.test(checkpoints[0] ?? '');

/** `didit-migrate-12345678-*-of-4.db` as if there were no parts. */
export function joinedName(checkpoint: string): string {
  const name = checkpoint.replace(/-[^-/\\]*-of-[^-/\\]*\.db$/, '.db');
  return mayBeSeveral([name]) ? 'didit-migrate.db' : name;
}

export function reportName(checkpoint: string): string {
  return `${checkpoint.replace(/\.db$/, '')}-report`;
}
