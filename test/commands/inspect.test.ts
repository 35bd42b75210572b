import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { people, toCsv } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

test('an export that a built-in mapping fits leads to validate, and nobody’s data is shown', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(40)));
  const run = await dir.run(['inspect', 'customers.csv']);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain("generic, shape “Didit's own fields”: 100 % of the records (vendor_data,");
  expect(run.stdout).toContain('  didit-migrate validate customers.csv\n');
  expect(run.stdout + run.stderr).not.toMatch(/findm|User-\d/i);
  expect(dir.list()).toEqual(['customers.csv']);
});

test('--json gives the same as data', async () => {
  const dir = new Workdir();
  dir.write('customers.csv.gz', gzipSync(toCsv(people(40))));
  const run = await dir.run(['inspect', 'customers.csv.gz', '--json']);
  expect(run.code, run.story).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    schema: 'didit-migrate/inspection',
    version: 1,
    exports: [{ file: 'customers.csv.gz', format: 'csv', records: 40, whole: true }],
    mapping: { fits: 'generic' },
  });
});

test('what one provider takes for an envelope is a record to another, whose shape is named', async () => {
  const dir = new Workdir();
  const verification = { decision: 'declined', person: { lastName: { value: 'Sample' } } };
  dir.write(
    'events.json',
    JSON.stringify([{ eventType: 'fullauto', sessionId: 's1', vendorData: 'p1', data: { verification } }]),
  );
  const run = await dir.run(['inspect', 'events.json']);
  expect(run.stdout, run.story).toContain('veriff, shape “full-auto event”: 100 % of the records');
});

test('a sample is enough, and --exact reads everything', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(1200)));
  const sample = await dir.run(['inspect', 'customers.csv', '--sample', '100', '--json']);
  expect(JSON.parse(sample.stdout), sample.story).toMatchObject({ looked: 100, whole: false });
  const exact = await dir.run(['inspect', 'customers.csv', '--sample', '100', '--exact', '--json']);
  expect(JSON.parse(exact.stdout), exact.story).toMatchObject({ looked: 1200, records: 1200, whole: true });
});

test('an export that breaks off is shown as far as it goes, and ends with exit code 2', async () => {
  const dir = new Workdir();
  dir.write('users.json', '{"users":[{"vendor_data":"a","status":"ACTIVE"},{"vendor_data":"b","sta');
  const run = await dir.run(['inspect', 'users.json']);
  expect(run.code, run.story).toBe(2);
  expect(run.stdout).toMatch(/vendor_data +100 %/);
  expect(run.stderr).toContain('users.json breaks off or breaks its format at');
});

test('a mapping of your own is compared, and the next command names it and its second file', async () => {
  const dir = new Workdir();
  dir.write('kunden.csv', 'Nr;Ergebnis\n1;ok\n2;ok\n');
  dir.write(
    'ours.yaml',
    `provider: ours
lookup: { ids: { on: Nr, key: nr } }
shapes:
  - name: customer
    detect: [Nr]
    user: { vendor_data: ids.user_id }
    status: [{ when: { Ergebnis: ok }, then: ACTIVE }, { otherwise: problem }]
`,
  );
  const run = await dir.run(['inspect', 'kunden.csv', '--mapping', 'ours.yaml']);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain('  didit-migrate validate kunden.csv --mapping ours.yaml --lookup ids=FILE\n');
});
