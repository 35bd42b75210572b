import type { Summary } from './summary.js';

/** How a run or a dry run that came to its end exits: 1 where a record, a person or a face needs a human, else 0. */
export function exitCodeFor({ records, items, faces }: Summary): 0 | 1 {
  const { failed, held, partial } = items.by_state;
  return records.invalid + failed + held + partial + faces.problems.length > 0 ? 1 : 0;
}
