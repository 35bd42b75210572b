import type { Origin } from '../checkpoint/index.js';
import { type DiditStatus, strictness } from '../model.js';
import type { ExistingPolicy } from './tools.js';

/**
 * What is to be done about a status: `settled`, `set` it by update-status, or `conflict`: somebody has to decide.
 *
 * Statuses are tightened and never loosened. A user of ours that shows a stricter status than is wanted was changed by somebody
 * else; on a user that was there before us Didit's stricter word simply stands. A status that is none of the three cannot be compared.
 */
export function statusStep(
  seen: string | undefined,
  wanted: DiditStatus,
  origin: Origin,
  policy: ExistingPolicy,
): 'settled' | 'set' | 'conflict' {
  if (seen === wanted) return 'settled';
  const rank = seen === undefined ? undefined : strictness(seen);
  if (rank === undefined) return 'conflict';
  const stricter = rank > (strictness(wanted) ?? 0);
  if (origin === 'created') return stricter ? 'conflict' : 'set';
  if (stricter) return 'settled';
  return policy === 'update' ? 'set' : 'conflict';
}
