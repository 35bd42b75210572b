import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { MigrateError } from '../../src/errors.js';
import { checkMapping, checkSource } from '../../src/mapping/check.js';
import type { MappingFile, ShapeSpec } from '../../src/mapping/schema.js';
import { readSource } from '../../src/mapping/source.js';

const BASE = checkMapping(
  `
provider: acme
lookup: {ids: {on: id, key: provider_id}, names: {on: id, key: id}}
shapes:
  - name: person
    detect: [id]
    skip: [{when: {kind: company}, reason: a company}, {when: {test: yes}, reason: a test}]
    user: {vendor_data: id, approved_emails: mail, full_name: name, metadata: {plan: plan, level: level}}
    status:
      - {name: passed, when: {state: ok}, then: ACTIVE, final: true}
      - {name: refused, when: {state: no}, then: BLOCKED, final: true, reason: Refused}
      - {otherwise: problem}
    faces: ['{id}.*']
  - {name: other, detect: [key], user: {vendor_data: key}, status: [{always: ACTIVE}]}
`,
  'acme.yaml',
);

const extend = (text: string): MappingFile => checkSource(readSource(`extends: acme\n${text}`, 'ours.yaml'), BASE);
const person = (lines: string): ShapeSpec | undefined =>
  extend(`shapes:\n  - name: person\n${lines.trim().replace(/^/gm, '    ')}`).shapes.find(({ name }) => name === 'person');

function problemsOf(text: string): string[] {
  try {
    extend(text);
  } catch (error) {
    if (error instanceof MigrateError && error.code === 'mapping_invalid') return String(error.detail['problems']).split('\n');
    throw error;
  }
  return [];
}

test('a mapping that changes nothing says the same', () => {
  expect(extend('')).toEqual(BASE);
});

test('a field is replaced or, by null, taken away', () => {
  const user = person('user: {approved_emails: null, email: mail, metadata: {plan: tariff, level: null}}')?.user;
  expect(user).toEqual({ vendor_data: 'id', full_name: 'name', email: 'mail', metadata: { plan: 'tariff' } });
  expect(person('faces: ["{photo}"]\ndate: at')).toMatchObject({ faces: ['{photo}'], date: 'at', detect: ['id'] });
  expect(person('faces: null')).not.toHaveProperty('faces');
});

test('a row of the status table is changed by its name and keeps its place; a new one goes first', () => {
  const rows = '- {name: refused, then: FLAGGED, reason: null}\n- {name: vip, when: {vip: yes}, then: FLAGGED}';
  expect(person(`status:\n${rows}`)?.status).toEqual(
    parse(`
- {name: vip, when: {vip: yes}, then: FLAGGED}
- {name: passed, when: {state: ok}, then: ACTIVE, final: true}
- {name: refused, when: {state: no}, then: FLAGGED, final: true}
- {otherwise: problem}`),
  );
});

test('otherwise replaces otherwise, a row without its condition goes, and always stands alone', () => {
  expect(person('status:\n- {otherwise: FLAGGED}\n- {name: passed, when: null}')?.status).toEqual(
    parse('- {name: refused, when: {state: no}, then: BLOCKED, final: true, reason: Refused}\n- {otherwise: FLAGGED}'),
  );
  expect(person('status: [{always: ACTIVE}]')?.status).toEqual([{ always: 'ACTIVE' }]);
  const table = '[{when: {a: b}, then: ACTIVE}, {otherwise: problem}]';
  const [, other] = extend(`shapes: [{name: other, status: ${table}}]`).shapes;
  expect(other?.status).toEqual(parse(table));
});

test('skip rules are changed by their reason', () => {
  expect(
    person(
      'skip:\n- {reason: a test, when: null}\n- {reason: a company, when: {kind: [company, trust]}}\n- {reason: gone, when: {gone: yes}}',
    )?.skip,
  ).toEqual([
    { reason: 'gone', when: { gone: 'yes' } },
    { reason: 'a company', when: { kind: ['company', 'trust'] } },
  ]);
  expect(person('skip: null')).not.toHaveProperty('skip');
});

test('a new shape is tried first; lookups and the rest of the file are replaced by name', () => {
  const ours = extend(`
provider: ours
lookup: {names: null, ids: {on: uuid, key: k}}
shapes: [{name: new, detect: [uuid], user: {vendor_data: uuid}, status: [{always: ACTIVE}]}]`);
  expect(ours.shapes.map(({ name }) => name)).toEqual(['new', 'person', 'other']);
  expect(ours).toMatchObject({ provider: 'ours', lookup: { ids: { on: 'uuid', key: 'k' } } });
  expect(extend('lookup: null')).not.toHaveProperty('lookup');
});

test.each([
  ['provide: x', '2: provide: Unknown key; did you mean provider?'],
  ['shapes:\n  - name: person\n    user: {nickname: id}', '4: shapes[0].user.nickname: Unknown key'],
  ['shapes:\n  - name: person\n    status:\n      - {name: refusal, then: FLAGGED}', '5: shapes[0].status[0].when: '],
  ['shapes:\n  - name: new\n    detect: [x]', '3: shapes[0].user.vendor_data: '],
  [
    'shapes:\n  - name: person\n    status:\n      - {name: passed, when: {state: {not: no}}}',
    '5: shapes[0].status[0]: A row that makes people ACTIVE has to name the word',
  ],
  [
    'shapes:\n  - name: person\n    skip:\n      - {reason: a test, when: null}\n      - {reason: a test, when: {x: y}}',
    '6: shapes[0].skip[1]: The reason "a test" is there already',
  ],
  ['shapes:\n  - name: person\n    user: {vendor_data: null}', '4: shapes[0].user.vendor_data: '],
])('%j is refused at its own line: %s', (text, problem) => {
  expect(problemsOf(text).join('\n')).toContain(`ours.yaml:${problem}`);
});
