import { expect, test } from 'vitest';
import { type RollbackSummary, rollbackText } from '../../src/report/index.js';

const dry: RollbackSummary = {
  schema: 'didit-migrate/rollback',
  version: 1,
  generated_at: '2026-01-01T00:00:00.000Z',
  dry: true,
  finished: true,
  by_outcome: { 'to delete': 12, 'to restore': 2, kept: 1 },
  reasons: { edited: 1 },
  needs_a_look: 1,
};
const lines = (summary: RollbackSummary) => rollbackText(summary, './report', 'didit-migrate rollback --yes').split('\n');

test('before it writes it says what it would do, and how', () => {
  expect(lines(dry)).toEqual([
    'Nothing was written: this only looked.',
    '',
    'What a rollback would do',
    '  users to delete                                           12',
    '  earlier users whose changes would be undone                2',
    '  kept                                                       1',
    '',
    'Why, and what stays',
    '  edited: 1, somebody has edited the user since',
    '',
    'List in ./report',
    '  rollback.csv      every one of them, with the reason',
    '',
    'Next: to go ahead: didit-migrate rollback --yes',
  ]);
});

test('afterwards it says what was done', () => {
  expect(lines({ ...dry, dry: false, by_outcome: { deleted: 12, restored: 2, kept: 1 } }).slice(0, 6)).toEqual([
    'Rolled back, but for those who are kept.',
    '',
    'What was done',
    '  users deleted                                             12',
    '  earlier users restored                                     2',
    '  kept                                                       1',
  ]);
});
