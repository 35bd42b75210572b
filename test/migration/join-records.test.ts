import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreements, joinRecords, type MappedPart } from '../../src/migration/join-records.js';
import type { User } from '../../src/model.js';

function part(user: Partial<User>, face?: string): MappedPart {
  return { user: { vendor_data: 'p1', metadata: {}, ...user }, faces: face === undefined ? [] : [{ kind: 'file', path: face }] };
}

test('older records fill what the winner lacks, and nothing else', () => {
  const joined = joinRecords([
    part({ full_name: 'Testa New', metadata: { level: 'full' } }),
    part({ full_name: 'Testa Old', date_of_birth: '1990-01-01', metadata: { level: 'basic', plan: 'pro' } }, 'old.jpg'),
    part({ date_of_birth: '1980-01-01', display_name: 'Testa' }, 'oldest.jpg'),
  ]);
  expect(joined).toEqual({
    user: {
      vendor_data: 'p1',
      full_name: 'Testa New',
      date_of_birth: '1990-01-01',
      display_name: 'Testa',
      metadata: { level: 'full', plan: 'pro' },
    },
    faces: [{ kind: 'file', path: 'old.jpg' }],
  });
});

test('faces come from one record', () => {
  expect(joinRecords([part({}, 'new.jpg'), part({}, 'old.jpg')]).faces).toEqual([{ kind: 'file', path: 'new.jpg' }]);
});

test('everything that the winner says stays', () => {
  const users = fc.record(
    { full_name: fc.string(), date_of_birth: fc.string(), metadata: fc.dictionary(fc.string(), fc.integer()) },
    { requiredKeys: ['metadata'] },
  );
  fc.assert(
    fc.property(users, fc.array(users, { maxLength: 3 }), (winner, older) => {
      const joined = joinRecords([part(winner), ...older.map((user) => part(user))]);
      expect(joined.user).toMatchObject(winner);
    }),
  );
});

test.each([
  [['Testa Sample', 'TESTA SÁMPLE'], []],
  [['Testa Sample', 'Prova  Sample'], []],
  [['Testa Sample', undefined], []],
  [['Testa Sample', 'Testa Example'], ['name']],
])('the names %j differ in %j', (names, expected) => {
  const parts = names.map((full_name) => part(full_name === undefined ? {} : { full_name }));
  expect(disagreements(parts)).toEqual(expected);
});

test('births differ when two are given', () => {
  expect(disagreements([part({ date_of_birth: '1990-01-01' }), part({})])).toEqual([]);
  expect(disagreements([part({ date_of_birth: '1990-01-01' }), part({ date_of_birth: '1990-01-02' })])).toEqual([
    'date_of_birth',
  ]);
});
