import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadMapping } from '../../src/mapping/load.js';
import type { JsonObject } from '../../src/model.js';
import { mappingOf, mapUser, NOW } from './mapping-of.js';

const BUILT_IN = new URL('../../mappings', import.meta.url).pathname;
const mappings = [await loadMapping('generic', BUILT_IN, NOW), await loadMapping('sumsub', BUILT_IN, NOW)];

test('what could be read of an invalid record is there all the same', () => {
  const mapped = mapUser('date_of_birth: born', { born: 'once', at: '2024-01-01', uuid: 'u-1' });
  expect(mapped).toEqual({
    kind: 'invalid',
    vendorData: 'p1',
    providerId: 'u-1',
    date: Date.parse('2024-01-01'),
    verdict: { status: 'ACTIVE', row: 'row 1', final: true, fraud: false, former: 'ok' },
    problems: [
      {
        code: 'date_unreadable',
        field: 'born',
        detail: { expected: 'YYYY-MM-DD', found: 'aaaa (9 for a digit, a for a letter)' },
      },
    ],
  });
});

test('the former verdict goes to metadata.previous_kyc, as far as it is known', () => {
  expect(mapUser('', { uuid: 'u-1', at: '2024-01-01 10:00' })).toMatchObject({
    user: { metadata: { previous_kyc: { provider: 'acme', id: 'u-1', status: 'ok', decided_at: '2024-01-01T10:00:00.000Z' } } },
  });
  expect(mapUser('', {})).toMatchObject({ user: { metadata: { previous_kyc: { provider: 'acme', status: 'ok' } } } });
});

test('shapes are tried in order, and a record without one is a problem that says what was looked for', () => {
  const mapping = mappingOf(`
provider: acme
shapes:
  - {name: new, detect: [uid, state], records: [data, $], user: {vendor_data: uid}, status: [{always: ACTIVE}]}
  - {name: old, detect: [id], records: [$, items], user: {vendor_data: id}, skip: [{when: {kind: test}, reason: a test}], status: [{otherwise: FLAGGED}], faces: ['{id}.*']}
`);
  const map = (fields: JsonObject) => mapping.map({ number: 1, fields });
  expect(map({ uid: 'n', state: null, id: 'o' })).toMatchObject({ vendorData: 'n' });
  expect(map({ uid: 'n', id: 'o' })).toMatchObject({ vendorData: 'o', faces: [{ kind: 'file', path: 'o.*' }] });
  expect(map({ id: '', kind: 'Test' })).toMatchObject({ kind: 'skipped', reason: 'a test', verdict: { status: 'FLAGGED' } });
  expect(map({ name: 'x' })).toEqual({
    kind: 'invalid',
    problems: [{ code: 'shape_unknown', detail: { mapping: 'ours', fields: 'uid, state, id' } }],
  });
  expect(mapping).toMatchObject({ recordPaths: ['data', '$', 'items'], wantsFaces: true });
});

test('a record of no shape is told every field that tells the shapes, those of alternatives as well', () => {
  const { map } = mappingOf(`
provider: acme
shapes:
  - {name: a, detect: [id, [{kind: a}, {sort: {present: true}}]], user: {vendor_data: id}, status: [{always: ACTIVE}]}
`);
  expect(map({ number: 1, fields: {} })).toMatchObject({ problems: [{ detail: { fields: 'id, kind, sort' } }] });
});

/** Any JSON below the names that the built-in mappings look at, and below others. */
const record = fc.oneof(
  fc.dictionary(
    fc.constantFrom(
      ...[
        'vendor_data',
        'status',
        'full_name',
        'date_of_birth',
        'phone',
        'country',
        'tags',
        'metadata_json',
        'approved_emails',
        'face',
      ],
      ...[
        'id',
        'externalUserId',
        'review',
        'info',
        'idDocs',
        'reviewStatus',
        'reviewDate',
        'value',
        'key',
        '__proto__',
        'constructor',
      ],
    ),
    fc.jsonValue(),
  ),
  fc.record({
    externalUserId: fc.jsonValue(),
    review: fc.record({ reviewStatus: fc.jsonValue(), reviewDate: fc.jsonValue(), reviewResult: fc.jsonValue() }),
    info: fc.record({ firstName: fc.jsonValue(), dob: fc.jsonValue(), idDocs: fc.jsonValue() }),
    metadata: fc.jsonValue(),
  }),
);

/** A mapping that uses every part of the language, over names that any record may have. */
const EVERYTHING = `
provider: acme
null_markers: [none]
lookup:
  ids: {on: [a, "b[]"], key: k, optional: true}
  rows: {on: "b[]", key: k, many: true}
shapes:
  - name: a
    detect: [a, {a: {not: {only: [x, y]}}}]
    needs: [{any: [b, ids.a], else: Export again.}]
    provider_id: {from: "b.*", extract: "(.)$", strip_prefix: a}
    provider_status: ["c[0]", a]
    date: {from: [a, b], date: [iso, epoch-ms, dd.MM.yyyy, parts, spreadsheet]}
    skip: [{when: [{"c[a=x]": {present: true}, d: {missing: true}}, {b: {matches: "^x+$"}}], reason: x}]
    user:
      vendor_data: {template: ["{ids.a}", "{a}"]}
      full_name: {first_group_of: [[a, b.c], ["rows[].a"]]}
      display_name: {from: ["a.b", "c[-1]"], translate: {x: y}}
      date_of_birth: {template: "{a}-{b}", date: yyyy-M-d}
      approved_emails: {from: a, split: ","}
      email: {from: b, verified_when: {c: x}}
      phone_number: {from: "c[]", region: {from: d}, verified_when: {a: {matches: .}}}
      issuing_states: {from: "d.*", translate: {x: ES}}
      country: d
      metadata: {x: a, y: {from: b, extract: .}}
      metadata_json: {from: c, key: a, value: b}
    status:
      - {name: passed, when: [{a: x}, {"rows[].a": {only: x}, b: {matches: x}}], then: ACTIVE, fraud_when: {c: x}}
      - {otherwise: FLAGGED}
    faces: ["{a}", "{rows[].a}.jpg"]
  - {name: b, detect: [b], user: {vendor_data: b}, status: [{when: {c: x}, then: BLOCKED}, {otherwise: problem}]}
`;

const name = fc.constantFrom('a', 'b', 'c', 'd', 'k', 'value', 'key', '__proto__', 'constructor', 'day', 'year', 'month');
const word = fc.constantFrom(
  'x',
  'none',
  '1990-05-05',
  '05.05.1990',
  '{"a":["x"]}',
  '["x",{"b":1}]',
  '',
  'a@example.com',
  '+34600000001',
);
const { any } = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.jsonValue(),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4 }),
  ),
}));
const strange = fc.dictionary(name, any).map((raw): JsonObject => JSON.parse(JSON.stringify(raw)));

const everything = mappingOf(EVERYTHING);

test('every part of the language takes whatever a record and a lookup hold', () => {
  fc.assert(
    fc.property(strange, fc.array(strange, { maxLength: 2 }), (fields, rows) => {
      const mapping = everything.withLookups(
        new Map([
          ['ids', () => rows],
          ['rows', () => rows],
        ]),
        '',
      );
      const before = JSON.stringify([fields, rows]);
      const record = { number: 1, fields };
      const mapped = mapping.map(record);
      expect(mapping.map(record)).toEqual(mapped);
      expect(mapping.fits(record)).toBe(mapped.kind !== 'invalid' || mapped.problems[0]?.code !== 'shape_unknown');
      for (const need of mapping.needs) expect([true, false, undefined]).toContain(need.isMetBy(record));
      if (mapped.verdict?.status === 'ACTIVE') expect(before.toLowerCase()).toContain('x');
      expect(JSON.stringify([fields, rows])).toBe(before);
    }),
    { numRuns: 300 },
  );
});

test('whatever a record holds, it ends as one of the three kinds, the same each time, and it is not changed', () => {
  fc.assert(
    fc.property(record, (raw) => {
      const text = JSON.stringify(raw);
      const fields: JsonObject = JSON.parse(text);
      for (const mapping of mappings) {
        const mapped = mapping.map({ number: 1, fields });
        expect(['user', 'skipped', 'invalid']).toContain(mapped.kind);
        if (mapped.kind === 'invalid') expect(mapped.problems).not.toHaveLength(0);
        expect(mapping.map({ number: 2, fields })).toEqual(mapped);
        expect(JSON.stringify(fields)).toBe(text);
      }
    }),
    { numRuns: 500 },
  );
});

test('no problem repeats what the record holds', () => {
  const [generic] = mappings;
  const secret = 'S3CRET';
  const fields: JsonObject = {
    vendor_data: `/${secret}`,
    full_name: secret.repeat(100),
    date_of_birth: secret,
    country: secret,
    approved_emails: secret,
    approved_phones: secret,
    issuing_states: secret,
    metadata_json: secret,
    status: `${secret} ${'x'.repeat(40)}`,
  };
  const mapped = generic?.map({ number: 1, fields });
  expect(mapped?.kind === 'invalid' && mapped.problems.length).toBe(9);
  expect(JSON.stringify(mapped?.kind === 'invalid' && mapped.problems)).not.toContain(secret);
});
