import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model.js';
import { mappingOf } from './mapping-of.js';

const MAPPING = mappingOf(`
provider: acme
shapes:
  - name: company
    detect: [company_no]
    user: {vendor_data: company_no}
    status: [{always: ACTIVE}]
  - name: person
    detect: [id, state]
    provider_id: uuid
    date: at
    skip:
      - {when: {kind: [test, demo]}, reason: a test}
    user:
      vendor_data: {from: id, strip_prefix: p_}
      full_name: {first_group_of: [[doc.given, doc.family], [given, family]]}
      date_of_birth: {from: born, date: iso}
      email: mail
      metadata: {plan: contract.plan}
    status:
      - {name: passed, when: {state: done, answer: green}, then: ACTIVE, final: true}
      - {name: refused, when: {state: done, answer: red}, then: BLOCKED, final: true}
      - {otherwise: problem}
    faces: ['{photo}', '{uuid}.*']
`);

const RECORD = {
  id: 'p_7',
  state: 'done',
  answer: 'red',
  given: 'Testa',
  family: 'Sample',
  born: '31.12.1980',
  mail: 'testa@example.com',
};

function explain(fields: JsonObject) {
  return MAPPING.explain({ number: 1, fields });
}

test('which shape was taken, and what the ones before it lack', () => {
  expect(explain(RECORD).shapes).toEqual([
    { name: 'company', fits: false, asks: [{ path: 'company_no', values: [], says: 'company_no is a field', holds: false }] },
    { name: 'person', fits: true, asks: expect.anything() },
  ]);
  expect(explain({ other: 1 })).toMatchObject({ status: [], fields: [], faces: [], mapped: { kind: 'invalid' } });
});

test('which row decided, and why the rows before it did not', () => {
  const { status, skips } = explain(RECORD);
  expect(status.map(({ row, applies, decides }) => [row, applies, decides])).toEqual([
    ['passed', false, false],
    ['refused', true, true],
    ['row 3', true, false],
  ]);
  expect(status[0]?.condition?.ways[0]?.map(({ says, holds, values }) => [says, holds, values])).toEqual([
    ['state is done', true, ['done']],
    ['answer is green', false, ['red']],
  ]);
  expect(skips).toMatchObject([{ reason: 'a test', condition: { holds: false } }]);
});

test('each field with its source, the steps, what becomes of it and its problems', () => {
  const fields = Object.fromEntries(explain(RECORD).fields.map((trace) => [trace.field, trace]));
  expect(fields['vendor_data']).toEqual({
    field: 'vendor_data',
    from: 'id',
    found: [{ path: 'id', values: ['p_7'] }],
    steps: ['without “p_” in front'],
    becomes: { vendor_data: '7' },
    problems: [],
  });
  expect(fields['full_name']).toMatchObject({ becomes: { full_name: 'Testa Sample' } });
  expect(fields['date_of_birth']).toMatchObject({ becomes: {}, problems: [{ code: 'date_unreadable', field: 'born' }] });
  expect(fields['email']).toMatchObject({ becomes: { 'metadata.contact.email': 'testa@example.com' } });
  expect(fields['metadata.plan']).toMatchObject({ found: [{ path: 'contract.plan', values: [] }], becomes: {} });
});

test('faces template by template', () => {
  expect(explain({ ...RECORD, uuid: 'u7' }).faces).toMatchObject([
    { template: '{photo}', references: [] },
    { template: '{uuid}.*', references: [{ kind: 'file', path: 'u7.*' }] },
  ]);
});

test('an explanation agrees with the mapping, whatever the record holds', () => {
  const values = fc.oneof(fc.constantFrom('done', 'green', 'red', 'p_7', '1980-12-31', 'test', '', null), fc.jsonValue());
  const records = fc.dictionary(
    fc.constantFrom(...Object.keys(RECORD), 'kind', 'uuid', 'at', 'photo', 'contract', '__proto__'),
    values,
  );
  fc.assert(
    fc.property(records, (drawn) => {
      const fields: JsonObject = JSON.parse(JSON.stringify(drawn));
      const { mapped, status, fields: traces } = explain(fields);
      expect(mapped).toEqual(MAPPING.map({ number: 1, fields }));
      const decided = status.find(({ decides }) => decides)?.row;
      if (mapped.verdict) expect(decided).toBe(mapped.verdict.row);
      if (mapped.kind !== 'user') return;
      const { metadata: _, ...user } = mapped.user;
      expect(Object.assign({}, ...traces.map(({ becomes }) => becomes))).toMatchObject(user);
    }),
  );
});
