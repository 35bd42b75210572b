import { expect, test } from 'vitest';
import type { Answer } from '../../src/didit/answer.js';
import { SAME_REFUSALS, SameRefusal } from '../../src/didit/same-refusal.js';

const refused = (fields: string[], duplicate: 'yes' | 'maybe' | 'no' = 'no', status = 400): Answer => ({
  kind: 'refused',
  status,
  body: { shape: 'fields', fields, duplicate },
});
const ok: Answer = { kind: 'ok', status: 201, body: null };

function noting(refusals: SameRefusal, times: number, answer: (n: number) => Answer): void {
  for (let n = 0; n < times; n += 1) refusals.note('create', answer(n), 'create a user');
}

test('the twentieth identical refusal in a row stops the run and says which it is', () => {
  const refusals = new SameRefusal();
  noting(refusals, SAME_REFUSALS - 1, () => refused(['full_name', 'date_of_birth']));
  expect(() => refusals.note('create', refused(['date_of_birth', 'full_name']), 'create a user')).toThrow(
    '20 writes in a row were refused with the same answer: create a user: 400 fields date_of_birth, full_name.',
  );
});

test('after a success or an explanation the count begins anew', () => {
  const refusals = new SameRefusal();
  noting(refusals, SAME_REFUSALS - 1, () => refused(['full_name']));
  refusals.note('create', ok, 'create a user');
  noting(refusals, SAME_REFUSALS - 1, () => refused(['full_name']));
  refusals.explained('create');
  noting(refusals, SAME_REFUSALS - 1, () => refused(['full_name']));
});

test('refusals that differ, and people who are there already, are nothing unusual', () => {
  const refusals = new SameRefusal();
  noting(refusals, 100, (n) => refused([n % 2 === 0 ? 'full_name' : 'date_of_birth']));
  noting(refusals, 100, (n) => refused(['full_name'], 'no', 400 + (n % 2)));
  noting(refusals, 100, () => refused(['vendor_data'], 'yes'));
});

test('a success of one route does not excuse another', () => {
  const refusals = new SameRefusal();
  noting(refusals, SAME_REFUSALS - 1, () => refused(['full_name']));
  refusals.note('update', ok, 'change a user');
  expect(() => refusals.note('create', refused(['full_name']), 'create a user')).toThrow('refused with the same answer');
});
