import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswer } from '../../src/didit/answer.js';
import { MigrateError } from '../../src/errors.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const read = (status: number, text = '', headers = {}) => readAnswer({ status, headers, text }, 'create a user', NOW);

test('an answer of 2xx is read as JSON', () => {
  expect(read(201, '{"didit_internal_id":"id-1"}')).toEqual({ kind: 'ok', status: 201, body: { didit_internal_id: 'id-1' } });
});

test('an answer of 2xx may be empty', () => {
  expect(read(200)).toEqual({ kind: 'ok', status: 200, body: null });
  expect(read(204, 'ignored')).toEqual({ kind: 'ok', status: 204, body: null });
});

test.each(['{"didit_internal', '<html>Welcome</html>'])('an answer of 2xx with %s leaves open what was done', (text) => {
  expect(read(200, text)).toEqual({ kind: 'unclear', sent: 'maybe', code: 'answer_unreadable', detail: { status: 200 } });
});

test.each([408, 500, 502, 503, 504, 599])('%i leaves open what was done', (status) => {
  expect(read(status, '{"detail":"Error."}')).toEqual({
    kind: 'unclear',
    sent: 'maybe',
    code: 'server_error',
    detail: { status },
  });
});

test.each([400, 403, 404, 405, 409, 422])('%i is a refusal', (status) => {
  expect(read(status, '{"full_name":["Too long."]}')).toEqual({
    kind: 'refused',
    status,
    body: { shape: 'fields', fields: ['full_name'], duplicate: 'no' },
  });
});

test('429 says how long to wait, or not', () => {
  expect(read(429, '', { 'retry-after': '2' })).toEqual({ kind: 'throttled', waitMs: 2_000 });
  expect(read(429)).toEqual({ kind: 'throttled', waitMs: undefined });
});

test.each([
  [401, 'Didit refused the API key (401): create a user.'],
  [402, 'Didit asks for payment or credits (402): create a user.'],
  [301, 'The target answered with a redirect, which is never followed: create a user.'],
  [304, 'The target answered with a redirect, which is never followed: create a user.'],
  [308, 'The target answered with a redirect, which is never followed: create a user.'],
])('%i ends the run', (status, sentence) => {
  expect(() => read(status, '{"detail":"Testa Sample"}')).toThrow(sentence);
});

test('any response is sorted or stops the run with a code, and what a refusal said is not kept', () => {
  const anyText = fc.oneof(fc.string(), fc.json(), fc.constant('{"detail":"Testa Sample"}'));
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), anyText, (status, text) => {
      try {
        const answer = read(status, text);
        if (answer.kind !== 'ok') expect(JSON.stringify(answer)).not.toContain('Testa');
      } catch (error) {
        if (!(error instanceof MigrateError)) throw error;
        expect(error.next).toBe('stop the run');
        expect(inspect(error)).not.toContain('Testa');
      }
    }),
  );
});
