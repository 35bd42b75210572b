import { expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { checkMapping } from '../../src/mapping/check.js';

/** A sound mapping, with one line replaced. */
const LINES = [
  'provider: acme',
  'shapes:',
  '  - name: a',
  '    detect: [id]',
  '    user: {vendor_data: id}',
  '    status:',
  '      - {when: {s: ok}, then: ACTIVE}',
  '      - {otherwise: problem}',
];
const withLine = (line: number, text: string) => LINES.with(line - 1, text).join('\n');

function problemsOf(text: string): string[] {
  try {
    checkMapping(text, 'ours.yaml');
  } catch (error) {
    if (error instanceof MigrateError && error.code === 'mapping_invalid') return String(error.detail['problems']).split('\n');
    throw error;
  }
  return [];
}

test('a sound mapping is read from YAML and from JSON', () => {
  const data = checkMapping(LINES.join('\n'), 'ours.yaml');
  expect(data.shapes[0]?.user).toEqual({ vendor_data: 'id' });
  expect(checkMapping(JSON.stringify(data, null, '\t'), 'ours.json')).toEqual(data);
});

test.each([
  [5, '    user: {vendor_data: id, send_verification_link: true}', '5: shapes[0].user.send_verification_link: Unknown key'],
  [5, '    user: {vendor_data: id, delete_all: true}', '5: shapes[0].user.delete_all: Unknown key'],
  [
    5,
    '    user: {vendor_data: id, metadata: {migration: id}}',
    '5: shapes[0].user.metadata.migration: Not here: didit-migrate keeps it for itself',
  ],
  [
    5,
    '    user: {vendor_data: id, metadata: {contact: id}}',
    '5: shapes[0].user.metadata.contact: Not here: use the fields email and phone_number',
  ],
  [5, '    user: {vendor_data: {form: id}}', '5: shapes[0].user.vendor_data.from: Expected string or array'],
  [5, '    user: {vendor_data: {form: id}}', '5: shapes[0].user.vendor_data.form: Unknown key'],
  [5, '    user: {vendor_data: {value: everybody}}', '5: shapes[0].user.vendor_data.value: Unknown key'],
  [5, '    user: {vendor_data: 5}', '5: shapes[0].user.vendor_data: Expected string or array or object'],
  [5, '    user: {vendor_data: a..b}', '5: shapes[0].user.vendor_data: Not a path: names joined by dots'],
  [5, '    user: {full_name: id}', '5: shapes[0].user.vendor_data: Expected string or array or object'],
  [4, '    detect: []', '4: shapes[0].detect: Too small'],
  [4, '    detect: [id]\n    faces: [selfie.jpg]', '5: shapes[0].faces[0]: Not a file name with a {path} in it'],
  [4, '    detect: [id]\n    records: ["a[].b"]', '5: shapes[0].records[0]: Not the place of a list'],
  [7, '      - {when: {s: ok}, then: APPROVED}', '7: shapes[0].status[0].then: Invalid option'],
  [7, '      - {when: {s: ok}, then: skip}', '7: shapes[0].status[0]: A row that skips needs a reason'],
  [7, '      - {when: {}, then: FLAGGED}', '7: shapes[0].status[0].when: At least one condition is needed'],
  [7, '      - {when: {s: ""}, then: FLAGGED}', '7: shapes[0].status[0].when.s: An empty value never matches'],
  [7, '      - {when: {"a b": ok}, then: FLAGGED}', '7: shapes[0].status[0].when.a b: Not a path'],
  [
    7,
    '      - {when: {s: {not: bad}}, then: ACTIVE}',
    '7: shapes[0].status[0]: A row that makes people ACTIVE has to name the word',
  ],
  [
    7,
    '      - {when: {s: {missing: true}}, then: ACTIVE}',
    '7: shapes[0].status[0]: A row that makes people ACTIVE has to name the word',
  ],
  [7, '      - {always: ACTIVE}', '7: shapes[0].status[0]: {always: ACTIVE} has to be the only row'],
  [7, '      - {otherwise: FLAGGED}', '7: shapes[0].status[0]: otherwise has to be the last row'],
  [8, '      - {otherwise: ACTIVE}', '8: shapes[0].status[1].otherwise: Invalid option'],
  [8, '      - {when: {s: no}, then: BLOCKED}', '8: shapes[0].status[1]: The table has to end with {otherwise: problem}'],
  [1, 'provider: acme\nlookups: {}', '2: lookups: Unknown key; did you mean lookup?'],
  [1, 'provider: acme\nlookup: {IDS: {on: id, key: id}}', '2: lookup.IDS: The name of a lookup is'],
  [1, 'provider: acme\nthen: ACTIVE', '2: then: Unknown key; it belongs elsewhere'],
  [1, 'provider: acme\nextends: other', '2: extends: Unknown key'],
  [
    5,
    '    user: {vendor_data: {from: id, extract: "("}}',
    '5: shapes[0].user.vendor_data.extract: Not a regular expression: missing closing )',
  ],
  [5, '    user: {vendor_data: {template: id}}', '5: shapes[0].user.vendor_data.template: Not a text with a {path} in it'],
  [
    5,
    '    user: {vendor_data: id, date_of_birth: {from: d, date: dd.MM.yy}}',
    '5: shapes[0].user.date_of_birth.date: Not a form of dates (iso, epoch-s, epoch-ms, spreadsheet, parts or a pattern such as dd.MM.yyyy): yy does not say the century',
  ],
  [
    5,
    '    user: {vendor_data: id, phone_number: {from: p, region: Atlantis}}',
    '5: shapes[0].user.phone_number.region: Not a country',
  ],
  [7, '      - {when: {s: 0810}, then: FLAGGED}', '7: 0810 would be read as 810: put it in quotes'],
  [7, '      - {when: {s: 12345678901234567890}, then: FLAGGED}', '7: 12345678901234567890 would be read as'],
  [7, '      - {when: {__proto__: x, s: ok}, then: FLAGGED}', '7: __proto__ has to be written as a path: \'"__proto__"\''],
  [
    7,
    '      - {when: {s: {matches: "a{5000}"}}, then: FLAGGED}',
    '7: shapes[0].status[0].when.s.matches: Not a regular expression',
  ],
  [
    7,
    '      - {when: {s: {matches: ok}}, then: ACTIVE}',
    '7: shapes[0].status[0]: A row that makes people ACTIVE has to name the word',
  ],
  [
    7,
    '      - {when: [{s: ok}, {t: {present: true}}], then: ACTIVE}',
    '7: shapes[0].status[0]: A row that makes people ACTIVE has to name the word',
  ],
  [1, 'provider: acme\nprovider: other', '2: Map keys must be unique'],
  [1, 'provider: !env NAME', '1: Unresolved tag: !env'],
  [1, 'provider: *nobody', '1: Unresolved alias'],
  [1, 'provider: [', '2: '],
])('line %i as %j is refused: %s', (line, text, problem) => {
  expect(problemsOf(withLine(line, text))).toContainEqual(
    expect.stringMatching(new RegExp(`^ours\\.yaml:${escapeForRegExp(problem)}`)),
  );
});

test('every problem of a file is named at once', () => {
  const text = withLine(5, '    user: {vendor_data: a..b, nickname: id}')
    .replace('then: ACTIVE', 'then: YES')
    .replace('acme', "''");
  expect(problemsOf(text).map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
    'ours.yaml:1: provider',
    'ours.yaml:5: shapes[0].user.vendor_data',
    'ours.yaml:5: shapes[0].user.nickname',
    'ours.yaml:7: shapes[0].status[0].then',
  ]);
});

test('an empty file is refused', () => {
  expect(problemsOf('')).toEqual(['ours.yaml:1: Invalid input: expected object, received null']);
});

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
