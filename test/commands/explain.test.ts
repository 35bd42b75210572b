import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';

const OURS = `
provider: acme
lookup:
  ids: {on: uuid, key: provider_id}
shapes:
  - name: decision
    detect: [uuid, state]
    provider_id: uuid
    date: at
    skip:
      - {when: {kind: test}, reason: a test}
    user:
      vendor_data: ids.user_id
      full_name: name
      date_of_birth: {from: born, date: dd.MM.yyyy}
    status:
      - {name: passed, when: {state: ok}, then: ACTIVE, final: true}
      - {name: refused, when: {state: "no"}, then: BLOCKED, final: true}
      - {name: open, when: {state: open}, then: FLAGGED}
      - {otherwise: problem}
    faces: ['{uuid}.jpg', '{uuid}-2.jpg']
`;

const EXPORT = `uuid,state,at,name,born
u1,no,2024-01-01,Testa Sample,31.12.1980
u2,open,2024-03-01,Testa Sample,31.12.1980
u3,ok,2024-02-01,Testa Sample,1980-12-31
u4,ok,2024-02-01,Solo Sample,01.01.1990
`;

function prepare(): Workdir {
  const dir = new Workdir();
  dir.write('ours.yaml', OURS);
  dir.write('first.csv', EXPORT);
  dir.write('ids.csv', 'provider_id,user_id\nu1,p1\nu2,p1\nu3,p1\nu4,p4\n');
  return dir;
}

const explain = (dir: Workdir, record: string, ...more: string[]) =>
  dir.run(['validate', 'first.csv', '-m', 'ours.yaml', '--lookup', 'ids=ids.csv', '--record', record, ...more]);

test('one record: what decided, field by field with the problem, and why it wins over the others of its person', async () => {
  const run = await explain(prepare(), '3');
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toMatchInlineSnapshot(`
    "Record 3 of first.csv, line 4

    What becomes of it
      Invalid: nobody is migrated by it.
        date_unreadable: The date in born is not a calendar date of the form
        dd.MM.yyyy; it looks like 9999-99-99 (9 for a digit, a for a letter).
        → Write it in that form, or name the right pattern in the mapping.
      Of all records of this person record 3 decides, and it is invalid: nobody is
      migrated.

    Shape
      ✓ decision

    Left out?
      a test: no
          ✗ kind is test — the record has nothing there

    Decision: the first row that applies
      passed: → ACTIVE, final
          ✓ state is ok — the record has "ok"
      The rows below it are not asked.

    Field by field
      vendor_data          ← ids.user_id: "p1"
                           = "p1"
      provider_id          ← uuid: "u3"
                           = metadata.previous_kyc.id "u3"
      date                 ← at: "2024-02-01"
                           = metadata.previous_kyc.decided_at
                           "2024-02-01T00:00:00.000Z"
      full_name            ← name: "Testa Sample"
                           = "Testa Sample"
      date_of_birth        ← born: "1980-12-31"
                           a date written as dd.MM.yyyy
                           = nothing
                           ✗ date_unreadable: The date in born is not a calendar
                           date of the form dd.MM.yyyy; it looks like 9999-99-99 (9
                           for a digit, a for a letter).

    Faces, in order of preference
      {uuid}.jpg → u3.jpg: not looked for; give --faces
      {uuid}-2.jpg → u3-2.jpg: not looked for; give --faces

    All records of this person
      ✗ record 1: 2024-01-01 00:00:00, BLOCKED, row “refused”, final
          older than record 3
      ✗ record 2: 2024-03-01 00:00:00, FLAGGED, row “open”
          not final, and record 3 is
      ✓ record 3: 2024-02-01 00:00:00, ACTIVE, row “passed”, final, invalid
          the newest final decision; it is invalid, so nobody is migrated
    "
  `);
  expect(run.stderr).toBe('');
});

test.each(['2', 'line:3', 'first.csv:2', 'first.csv:line:3'])(
  'a record that loses, named as %s, says to which one and why',
  async (place) => {
    const run = await explain(prepare(), place);
    expect(run.code, run.story).toBe(0);
    expect(run.stdout).toContain('Record 2 of first.csv, line 3');
    expect(run.stdout).toMatch(/✗ record 2: .*, FLAGGED, row “open”\n +not final, and record 3 is\n/);
  },
);

test('what becomes of the person is said first, whichever of the records is asked for', async () => {
  const dir = prepare();
  dir.write('first.csv', 'uuid,state,at,name\nu1,ok,2024-01-01,Testa Sample\nu2,no,2024-02-01,Testa Sample\n');
  const run = await explain(dir, '1');
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain(
    [
      'What becomes of it',
      '  Read as ACTIVE, by the row “passed”, final.',
      '  Of all records of this person record 2 decides: the user becomes BLOCKED.',
    ].join('\n'),
  );
});

test('faces: each template, the name it gives and what was found', async () => {
  const dir = prepare();
  mkdirSync(dir.path('faces'));
  dir.write('faces/u4-2.jpg', 'x');
  const run = await explain(dir, '4', '--faces', 'faces', '--json');
  expect(run.code, run.story).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    record: 4,
    explanation: { mapped: { kind: 'user', vendorData: 'p4' } },
    faces: [
      { template: '{uuid}.jpg', names: [{ name: 'u4.jpg', problem: { code: 'face_missing' } }] },
      { template: '{uuid}-2.jpg', names: [{ name: 'u4-2.jpg', found: 'u4-2.jpg' }] },
    ],
    person: [{ wins: true, why: 'the only record' }],
  });
});

test('a record that cannot be read says why', async () => {
  const dir = prepare();
  dir.write('first.csv', `${EXPORT}u5,ok,2024-01-01,Testa, Sample,31.12.1980\n`);
  const run = await explain(dir, '5');
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('row_ragged: The row has 6 cells, the header has 5.');
});

test.each([
  ['9', 'first.csv has no record with number 9.'],
  ['other.csv:1', 'It is not clear in which export the record is: first.csv.'],
  ['0', '--record must be a number from 1, line:N, FILE:N or FILE:line:N'],
])('--record %s ends with a sentence and exit code 2', async (record, sentence) => {
  const run = await explain(prepare(), record);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
});
