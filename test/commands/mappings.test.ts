import { mkdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';

const OURS = `
provider: acme
description: Acme's customer list
shapes:
  - name: customer
    detect: [customer_no, decision.state]
    provider_id: uuid
    skip:
      - {when: {kind: company}, reason: a company}
    user:
      vendor_data: {from: customer_no, strip_prefix: prod_}
      full_name: {first_group_of: [[doc.given, doc.family], [given, family]]}
      metadata: {plan: contract.plan}
    status:
      - {name: passed, when: {decision.state: ok}, then: ACTIVE, final: true}
      - {name: refused, when: {decision.state: [refused, "no"]}, then: BLOCKED, reason: Refused by Acme}
      - {otherwise: problem}
    faces: ['{uuid}.*']
`;

test('the built-in mappings are listed with their shapes', async () => {
  const run = await new Workdir().run(['mappings', 'list']);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toMatch(/^ {2}generic +Columns named as Didit's own fields/m);
  expect(run.stdout).toMatch(/applicant \(API\): \d+ rows in the status table/);
});

test('a mapping is shown for people to sign', async () => {
  const dir = new Workdir();
  dir.write('ours.yaml', OURS);
  const run = await dir.run(['mappings', 'show', 'ours.yaml']);
  expect(run.code, run.story).toBe(0);
  for (const line of [
    /^ {2}vendor_data +customer_no$/m,
    /^ +without “prod_” in front$/m,
    /^ {2}full_name +doc.given \+ doc.family, or else given \+ family$/m,
    /^ {2}metadata.plan +contract.plan$/m,
    /^ {2}a company +kind is company$/m,
    /^ {3}2 {2}refused$/m,
    /^ +decision.state is refused or no$/m,
    /^ +→ BLOCKED, “Refused by Acme”$/m,
    /^Agreed by ___/m,
  ])
    expect(run.stdout).toMatch(line);
  for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
  const json = await dir.run(['mappings', 'show', 'ours.yaml', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ name: 'ours', provider: 'acme', shapes: [{ name: 'customer' }] });
});

const SAMPLE =
  '[{"customer_no":"prod_1","decision":{"state":"ok"},"given":"Testa"},{"customer_no":"2","decision":{"state":"maybe"}}]';

test('a sample: written for review, then as expected, then not any more when the mapping changes', async () => {
  const dir = new Workdir();
  dir.write('ours.yaml', OURS);
  mkdirSync(dir.path('sample'));
  dir.write('sample/export.json', SAMPLE);
  const test = ['mappings', 'test', 'sample', '-m', 'ours.yaml'];

  const none = await dir.run(test);
  expect(none.code, none.story).toBe(2);
  expect(none.stderr).toContain('it has no expected.json');

  const written = await dir.run([...test, '--update']);
  expect(written.code, written.story).toBe(0);
  expect(statSync(dir.path('sample/expected.json')).mode & 0o777).toBe(0o600);
  const same = await dir.run(test);
  expect(same.code, same.story).toBe(0);
  expect(same.stdout).toBe('sample: 2 records, all as expected.\n');

  dir.write('ours.yaml', OURS.replace('ok}, then: ACTIVE', 'ok}, then: FLAGGED').replace('prod_', 'p_'));
  const changed = await dir.run(test);
  expect(changed.code, changed.story).toBe(1);
  expect(changed.stdout).toBe(
    [
      'sample: 2 records, 1 record not as expected. Below: expected ≠ got.',
      '',
      'record 1',
      '  status: "ACTIVE" ≠ "FLAGGED"',
      '  user.vendor_data: "1" ≠ "prod_1"',
      '',
    ].join('\n'),
  );
});

test.each([
  [['mappings', 'shw'], 'ACTION must be list, show or test'],
  [['mappings', 'show'], 'TARGET is missing: name a mapping or its file'],
  [['mappings', 'show', 'nosuch'], 'There is no mapping called nosuch'],
  [['mappings', 'list', 'extra'], 'TARGET is not an option here'],
])('%j ends with a sentence and exit code 2', async (args, sentence) => {
  const run = await new Workdir().run(args);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
});
