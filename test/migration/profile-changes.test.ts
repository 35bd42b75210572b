import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileChanges } from '../../src/migration/profile-changes.js';
import type { JsonObject, User } from '../../src/model.js';

const wanted = (user: Partial<User>): User => ({ vendor_data: 'p1', metadata: {}, ...user });

test('only what differs is sent, and what is not wanted stays', () => {
  const current = { full_name: 'Testa Old', display_name: 'Testa', date_of_birth: null, metadata: {} };
  const user = wanted({ full_name: 'Testa New', display_name: 'Testa', date_of_birth: '1990-01-01' });
  expect(profileChanges(current, user, 'profile')).toEqual({ full_name: 'Testa New', date_of_birth: '1990-01-01' });
  expect(profileChanges(current, user, 'metadata')).toEqual({});
  expect(profileChanges(current, wanted({}), 'profile')).toEqual({});
});

test('metadata is merged into what is there, our mark and foreign keys with it', () => {
  const mark = { source: 'didit-migrate', run: 'r', nonce: 'n' };
  const current = { metadata: { migration: mark, theirs: 1, contact: { phone: '+34600000001', email: 'old@example.com' } } };
  const user = wanted({ metadata: { contact: { email: 'new@example.com' }, tags: ['vip'] } });
  expect(profileChanges(current, user, 'metadata')).toEqual({
    metadata: {
      migration: mark,
      theirs: 1,
      contact: { phone: '+34600000001', email: 'new@example.com' },
      tags: ['vip'],
    },
  });
});

test.each([null, undefined, 'text', ['list']])('metadata that is no object (%j) is replaced', (metadata) => {
  const current: JsonObject = metadata === undefined ? {} : { metadata };
  expect(profileChanges(current, wanted({ metadata: { a: 1 } }), 'metadata')).toEqual({ metadata: { a: 1 } });
  expect(profileChanges(current, wanted({}), 'metadata')).toEqual({});
});

test('the order of keys is no difference, the order of a list is', () => {
  const current = { metadata: { a: { x: 1, y: 2 }, list: [1, 2] } };
  expect(profileChanges(current, wanted({ metadata: { a: { y: 2, x: 1 }, list: [1, 2] } }), 'metadata')).toEqual({});
  expect(profileChanges(current, wanted({ metadata: { list: [2, 1] } }), 'metadata')).not.toEqual({});
});

test('approved contacts and states are compared by what they name, in a list or an object', () => {
  const user = wanted({ approved_emails: { 'a@example.com': true, 'b@example.com': true }, issuing_states: { ESP: 1 } });
  const same = { approved_emails: ['b@example.com', 'a@example.com'], issuing_states: { ESP: 4 } };
  expect(profileChanges(same, user, 'profile')).toEqual({});
  expect(profileChanges({ ...same, approved_emails: [] }, user, 'profile')).toEqual({ approved_emails: user.approved_emails });
  expect(profileChanges({}, user, 'profile')).toEqual({ approved_emails: user.approved_emails, issuing_states: { ESP: 1 } });
});

test('once they are applied, nothing is left to change', () => {
  const json = fc.dictionary(
    fc.string(),
    fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer()), fc.dictionary(fc.string(), fc.integer())),
  );
  const user = fc.record({ full_name: fc.string(), metadata: json }, { requiredKeys: ['metadata'] }).map(wanted);
  const current = fc.record({ full_name: fc.string(), metadata: json }, { requiredKeys: [] });
  fc.assert(
    fc.property(current, user, (before, wish) => {
      const after = { ...before, ...profileChanges(before, wish, 'profile') };
      expect(profileChanges(after, wish, 'profile')).toEqual({});
    }),
  );
});
