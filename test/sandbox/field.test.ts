import { expect, test } from 'vitest';
import { Refusal } from '../../src/sandbox/answer.js';
import { anything, as, bodyOf, listOf, objectOf, only, optional, orNull, that } from '../../src/sandbox/field.js';

const text = only((given) => typeof given === 'string', 'No text.');
const whole = only((given): given is number => Number.isInteger(given), 'No number.');
const read = bodyOf({
  id: that(text, (value) => value !== '', 'Blank.'),
  size: optional(as(orNull(whole), (value) => value ?? 0)),
  tags: optional(listOf(text)),
  counts: optional(objectOf(whole)),
  more: optional(objectOf(anything)),
});

function refusal(body: unknown): unknown {
  try {
    return read(body);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

test('what is not sent is not there, and what is not known is left out', () => {
  expect(Object.entries(read({ id: 'a', other: 1 }))).toEqual([['id', 'a']]);
});

test('every kind of field is read', () => {
  const body = { id: 'a', size: 2, tags: ['b'], counts: { c: 3 }, more: { d: [] } };
  expect(read(body)).toEqual(body);
  expect(read({ id: 'a', size: null })).toEqual({ id: 'a', size: 0 });
});

test('every field to blame has the sentence for what is wrong with it', () => {
  const body = { size: 'x', tags: ['b', 1], counts: { c: 'x' }, more: [] };
  const errors = {
    id: ['This field is required.'],
    size: ['No number.'],
    tags: ['No text.'],
    counts: ['No number.'],
    more: ['Expected an object.'],
  };
  expect(refusal(body)).toEqual({ status: 400, body: errors });
  expect(refusal({ id: '', tags: {} })).toEqual({ status: 400, body: { id: ['Blank.'], tags: ['Expected a list of items.'] } });
  expect(refusal({ id: null })).toEqual({ status: 400, body: { id: ['This field may not be null.'] } });
});

test.each([null, [], 'text', 7])('%j is no body', (body) => {
  expect(refusal(body)).toEqual({ status: 400, body: { non_field_errors: ['Expected an object.'] } });
});
