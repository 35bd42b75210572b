import { expect, test } from 'vitest';
import { digestOf, plannedRecord } from '../../src/migration/planned-record.js';
import type { User } from '../../src/model.js';

const user: User = { vendor_data: ' Cust-1', full_name: 'Testa Sample', metadata: {} };
const verdict = { status: 'ACTIVE', row: 'passed', final: true, fraud: false } as const;
const read = { number: 3, line: 7, fields: { id: 'Cust-1', note: 'as read' } };
const neverMapped = () => {
  throw new Error('An unreadable record is not mapped.');
};

test('a user keeps what it was read as and what it became, under its user key', () => {
  const planned = plannedRecord(
    read,
    () => ({ kind: 'user', vendorData: ' Cust-1', verdict, user, faces: [], date: 5 }),
    'secret',
  );
  expect(planned).toMatchObject({
    number: 3,
    line: 7,
    kind: 'user',
    userKey: 'cust-1',
    vendorData: ' Cust-1',
    date: 5,
    status: 'ACTIVE',
    final: true,
    original: { fields: read.fields, user },
  });
});

test('the same name and birth date are recognised whatever their case, accents and order, and nobody can read them', () => {
  const personOf = (about: Partial<User>, secret = 'secret') =>
    plannedRecord(read, () => ({ kind: 'user', vendorData: 'Cust-1', verdict, user: { ...user, ...about }, faces: [] }), secret)
      .person;
  const one = personOf({ full_name: 'Testa Sámple', date_of_birth: '1990-01-01' });
  expect(one).toMatch(/^[\w-]{22}$/);
  expect(personOf({ full_name: 'SAMPLE,  testa', date_of_birth: '1990-01-01' })).toBe(one);
  expect(personOf({ full_name: 'Testa Sample', date_of_birth: '1990-01-02' })).not.toBe(one);
  expect(personOf({ full_name: 'Testa Sample', date_of_birth: '1990-01-01' }, 'another')).not.toBe(one);
  expect(personOf({ full_name: 'Testa Sample' })).toBeUndefined();
  expect(personOf({ full_name: '-', date_of_birth: '1990-01-01' })).toBeUndefined();
});

test('nothing personal is kept of a record that is skipped', () => {
  const planned = plannedRecord(read, () => ({ kind: 'skipped', reason: 'company', vendorData: 'Cust-1' }), 'secret');
  expect(planned).toMatchObject({ kind: 'skipped', reason: 'company', original: undefined, digest: undefined });
});

test('an unreadable record is invalid with its problems, and keeps what could be read', () => {
  const problems = [{ code: 'record_too_large' }] as const;
  const planned = plannedRecord({ number: 1, problems, fields: { id: 'Cu' } }, neverMapped, 'secret');
  expect(planned).toMatchObject({
    kind: 'invalid',
    problems,
    userKey: undefined,
    original: { fields: { id: 'Cu' }, user: undefined },
  });
});

test('an unreadable record keeps whose it is where that is known, and nothing of what one reading of it decides', () => {
  const problems = [{ code: 'key_repeated' }] as const;
  const whose = { id: 'Cust-1' };
  const mapped = { kind: 'user', vendorData: 'Cust-1', providerId: 'r1', date: 5, verdict, user, faces: [] } as const;
  const planned = plannedRecord(
    { number: 1, problems, fields: {}, whose },
    ({ fields }) => (fields === whose ? mapped : neverMapped()),
    'secret',
  );
  expect(planned).toMatchObject({
    kind: 'invalid',
    problems,
    userKey: 'cust-1',
    vendorData: 'Cust-1',
    providerId: 'r1',
    date: 5,
  });
  expect([planned.status, planned.final, planned.digest, planned.original?.user]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a digest tells wishes apart and cannot be guessed without the secret', () => {
  const digest = digestOf(user, 'ACTIVE', [], 'secret');
  expect(digestOf({ ...user }, 'ACTIVE', [], 'secret')).toBe(digest);
  const others = [
    digestOf(user, 'FLAGGED', [], 'secret'),
    digestOf({ ...user, full_name: 'Testa' }, 'ACTIVE', [], 'secret'),
    digestOf(user, 'ACTIVE', [{ kind: 'file', path: 'a.jpg' }], 'secret'),
    digestOf(user, 'ACTIVE', [], 'another secret'),
  ];
  expect(new Set([digest, ...others]).size).toBe(5);
});
