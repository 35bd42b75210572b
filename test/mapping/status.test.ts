import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, Mapped } from '../../src/model.js';
import { mappingOf } from './mapping-of.js';

const mapping = (table: string) =>
  mappingOf(`
provider: acme
shapes:
  - name: a
    detect: [id]
    user: {vendor_data: id}
    status:
${table.trim().replace(/^ */gm, '      ')}
`);
const map = (table: string, fields: JsonObject): Mapped => mapping(table).map({ number: 1, fields: { id: 'p1', ...fields } });

const TABLE = `
- {name: passed, when: {state: done, answer: [GREEN, LIME]}, then: ACTIVE, final: true}
- {name: refused, when: {state: done, answer: RED}, then: BLOCKED, final: true, fraud_when: {labels: FORGERY}, reason: Refused}
- {when: {state: draft}, then: skip, reason: never finished}
- {when: {state: odd}, then: problem}
- {otherwise: problem}`;

test('the first row that applies decides', () => {
  expect(map(TABLE, { state: 'DONE', answer: 'green' })).toMatchObject({
    kind: 'user',
    verdict: { status: 'ACTIVE', row: 'passed', final: true, fraud: false, former: 'DONE green' },
  });
  expect(map(TABLE, { state: 'done', answer: 'RED', labels: ['x', 'forgery'] })).toMatchObject({
    verdict: { status: 'BLOCKED', row: 'refused', fraud: true, reason: 'Refused' },
  });
  expect(map(TABLE, { state: 'draft' })).toEqual({ kind: 'skipped', vendorData: 'p1', reason: 'never finished' });
});

test('a word without a row is a problem that names it, unless it is long', () => {
  expect(map(TABLE, { state: 'done', answer: 'blue' })).toMatchObject({
    problems: [{ code: 'status_unknown', field: 'state', detail: { word: 'done blue' } }],
  });
  expect(map(TABLE, { state: 'odd' })).toMatchObject({ problems: [{ code: 'status_unknown', detail: { word: 'odd' } }] });
  expect(map(TABLE, { state: 'x'.repeat(41) })).toMatchObject({ problems: [{ detail: { word: 'a longer text' } }] });
});

test('a blank decision is a problem, also where other words are let through', () => {
  const lenient = '- {when: {state: ok}, then: ACTIVE}\n- {otherwise: FLAGGED}';
  for (const table of [TABLE, lenient]) {
    for (const state of [null, ' ', 'N/A']) {
      expect(map(table, { state })).toMatchObject({ kind: 'invalid', problems: [{ code: 'status_missing', field: 'state' }] });
    }
  }
  expect(map(lenient, { state: 'hm' })).toMatchObject({
    verdict: { status: 'FLAGGED', row: 'row 2', final: false, former: 'hm' },
  });
  expect(map('- {when: {state: {missing: true}}, then: skip, reason: blank}\n- {otherwise: FLAGGED}', {})).toMatchObject({
    reason: 'blank',
  });
});

test('a text that is searched is never repeated', () => {
  const table = '- {when: {note: {matches: fraud}}, then: BLOCKED}\n- {when: {state: ok}, then: ACTIVE}\n- {otherwise: problem}';
  expect(map(table, { note: 'fraud by Testa Sample', state: 'bad' })).toMatchObject({
    verdict: { status: 'BLOCKED', former: 'bad' },
  });
  expect(map(table, { note: 'Testa Sample called' })).toMatchObject({
    problems: [{ code: 'status_unknown', detail: { word: 'a longer text' } }],
  });
});

test('the former provider’s own word may be named', () => {
  const named = mappingOf(`
provider: acme
shapes:
  - name: a
    detect: [id]
    provider_status: [state, sub.state]
    user: {vendor_data: id}
    status: [{when: {state: ok, labels: x}, then: ACTIVE}, {otherwise: FLAGGED}]
`);
  const fields = { id: 'p1', state: 'ok', labels: 'x', sub: { state: 'fine' } };
  expect(named.map({ number: 1, fields })).toMatchObject({ verdict: { status: 'ACTIVE', former: 'ok fine' } });
  // Details that a row looks at as well are no decision.
  expect(named.map({ number: 1, fields: { id: 'p1', labels: 'x' } })).toMatchObject({
    problems: [{ code: 'status_missing', field: 'state' }],
  });
});

test('a table that compares no words has none to miss', () => {
  expect(map('- {otherwise: FLAGGED}', {})).toMatchObject({ kind: 'user', verdict: { status: 'FLAGGED' } });
  expect(map('- {always: ACTIVE}', {})).toMatchObject({
    kind: 'user',
    verdict: { status: 'ACTIVE', row: 'everybody is ACTIVE', final: true, fraud: false },
  });
});

test('nobody becomes ACTIVE without the very word of a row', () => {
  const compiled = mapping(TABLE);
  const word = fc.oneof(fc.constantFrom('done', 'GREEN', 'Lime', 'RED', '', null), fc.jsonValue());
  fc.assert(
    fc.property(word, word, (state, answer) => {
      const fields = JSON.parse(JSON.stringify({ id: 'p1', state, answer }));
      if (compiled.map({ number: 1, fields }).verdict?.status !== 'ACTIVE') return;
      expect(JSON.stringify(state).toLowerCase()).toContain('done');
      expect(JSON.stringify(answer).toLowerCase()).toMatch(/green|lime/);
    }),
  );
});
