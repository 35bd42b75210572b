import { expect, test } from 'vitest';
import { statusStep } from '../../src/migration/status-step.js';
import type { DiditStatus } from '../../src/model.js';

type Step = ReturnType<typeof statusStep>;

/** What Didit shows, what is wanted, and the step for a user of ours, one that is updated, and one that is adopted, skipped or failed. */
const TABLE: readonly [string | undefined, DiditStatus, Step, Step, Step][] = [
  ['ACTIVE', 'ACTIVE', 'settled', 'settled', 'settled'],
  ['ACTIVE', 'FLAGGED', 'set', 'set', 'conflict'],
  ['ACTIVE', 'BLOCKED', 'set', 'set', 'conflict'],
  ['FLAGGED', 'ACTIVE', 'conflict', 'settled', 'settled'],
  ['FLAGGED', 'FLAGGED', 'settled', 'settled', 'settled'],
  ['FLAGGED', 'BLOCKED', 'set', 'set', 'conflict'],
  ['BLOCKED', 'ACTIVE', 'conflict', 'settled', 'settled'],
  ['BLOCKED', 'FLAGGED', 'conflict', 'settled', 'settled'],
  ['BLOCKED', 'BLOCKED', 'settled', 'settled', 'settled'],
  ['In Review', 'ACTIVE', 'conflict', 'conflict', 'conflict'],
  ['active', 'ACTIVE', 'conflict', 'conflict', 'conflict'],
  [undefined, 'BLOCKED', 'conflict', 'conflict', 'conflict'],
];

test.each(TABLE)('%s shown, %s wanted: ours %s, updated %s, left %s', (seen, wanted, ours, updated, left) => {
  for (const policy of ['adopt', 'update', 'skip', 'fail'] as const) {
    expect(statusStep(seen, wanted, 'created', policy)).toBe(ours);
    expect(statusStep(seen, wanted, 'existing', policy)).toBe(policy === 'update' ? updated : left);
  }
});
