import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedSince, marksOf } from '../../src/migration/profile-marks.js';

const RECORD = {
  full_name: 'Testa Sample',
  date_of_birth: '1990-01-02',
  display_name: null,
  approved_emails: { 'testa@example.com': true },
  metadata: { migration: { nonce: 'n1' }, level: 'basic' },
};

test('a profile that did not change has no changed field, whatever the order of keys and the form of what is approved', () => {
  const marks = marksOf(RECORD, 'secret');
  expect(changedSince(marks, RECORD, 'secret')).toEqual([]);
  const otherForm = {
    ...RECORD,
    display_name: '',
    approved_emails: ['testa@example.com'],
    metadata: { level: 'basic', migration: { nonce: 'n1' } },
  };
  expect(changedSince(marks, otherForm, 'secret')).toEqual([]);
});

test('each changed field is named', () => {
  const marks = marksOf(RECORD, 'secret');
  const changed = { ...RECORD, full_name: 'Testa Other', approved_emails: {}, metadata: { ...RECORD.metadata, level: 'full' } };
  expect(changedSince(marks, changed, 'secret')).toEqual(['full_name', 'approved_emails', 'metadata']);
});

test('a field that Didit did not show at one of the two times is not judged', () => {
  const { full_name: _, ...without } = RECORD;
  expect(changedSince(marksOf(without, 'secret'), RECORD, 'secret')).toEqual([]);
  expect(changedSince(marksOf(RECORD, 'secret'), without, 'secret')).toEqual([]);
});

test('marks hold nothing of the profile, and without the secret they say nothing', () => {
  const marks = marksOf(RECORD, 'secret');
  expect(marks).toMatch(/^[\w.-]{28}$/);
  expect(marks).not.toBe(marksOf(RECORD, 'another secret'));
});

test('without marks nothing is known to have changed', () => {
  expect(changedSince('', RECORD, 'secret')).toEqual([]);
});

test('any JSON as metadata is the same as itself and differs from another', () => {
  const object = fc.dictionary(
    fc.string(),
    fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(object, fc.string({ minLength: 1 }), (metadata, more) => {
      const marks = marksOf({ metadata }, 'secret');
      expect(changedSince(marks, { metadata: structuredClone(metadata) }, 'secret')).toEqual([]);
      expect(changedSince(marks, { metadata: { ...metadata, [`${more} new`]: 1 } }, 'secret')).toEqual(['metadata']);
    }),
  );
});
