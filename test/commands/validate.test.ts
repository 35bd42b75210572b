import { expect, test } from 'vitest';
import { plain } from '../helpers/images.js';
import { people, toCsv, writeFaces } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

const NO_NETWORK = { NODE_OPTIONS: `--import=${new URL('../helpers/no-network.mjs', import.meta.url).pathname}` };

test('the plan is made without any network, and leaves nothing behind', async () => {
  const dir = new Workdir();
  const rows = people(5);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  const run = await dir.run(['validate', 'customers.csv', '--faces', 'faces'], NO_NETWORK);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toMatch(/create a user +5\n/);
  expect(run.stdout).toMatch(/set a stricter status +1\n/);
  expect(run.stdout).toMatch(/upload a face +5\n/);
  expect(run.stdout).toContain('Your webhook endpoints get 5 user.data.updated and 1 user.status.updated.');
  expect(dir.list()).toEqual(['customers.csv', 'faces']);
});

test('every image is prepared where that is asked for, with what it comes to', async () => {
  const dir = new Workdir();
  const rows = people(3);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  dir.write('faces/face-2.jpg', await plain(400, 400));
  const run = await dir.run(['validate', 'customers.csv', '--faces', 'faces', '--check-faces', 'full'], NO_NETWORK);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('face_blank: 1 (record 2)');
  expect(run.stdout).toMatch(/Prepared, 2 images have \d+ kB, at most \d+ kB; \d+ kB are to be sent, in\s+base64\./);
  expect(run.stdout).toMatch(/upload a face +2\n/);
});

test('the trap of these tests closes when the network is used', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(1).map((row) => ({ ...row, face: '' }))));
  const run = await dir.run(['run', 'customers.csv', '--yes'], {
    ...NO_NETWORK,
    DIDIT_BASE_URL: 'http://127.0.0.1:9',
    DIDIT_API_KEY: 'sk_test_nobody',
    DIDIT_ORGANIZATION_ID: 'nobody',
    DIDIT_APPLICATION_ID: 'nobody',
  });
  expect(run.code, run.story).toBe(99);
});

test('problems are counted by code with their records, and end with exit code 1', async () => {
  const dir = new Workdir();
  const [first, second, third] = people(3);
  dir.write(
    'customers.csv',
    toCsv([first, { ...second, status: '' }, { ...third, date_of_birth: '31/12/1980' }].map((row) => ({ ...row, face: '' }))),
  );
  const run = await dir.run(['validate', 'customers.csv'], NO_NETWORK);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('status_missing: 1 (record 2)');
  expect(run.stdout).toContain('date_unreadable: 1 (record 3)');
});

test('a key that comes twice in one record is a problem, and nobody is migrated on an older decision', async () => {
  const dir = new Workdir();
  const row = { vendor_data: 'p1', full_name: 'Testa Sample', reviewed_at: '2024-01-01' };
  const lines = [JSON.stringify({ ...row, status: 'ACTIVE' }), JSON.stringify({ ...row, status: 'BLOCKED' })];
  dir.write('customers.ndjson', `${lines[0]}\n${lines[1]?.replace('}', ',"status":"ACTIVE"}')}\n`);
  const run = await dir.run(['validate', 'customers.ndjson', '--no-faces'], NO_NETWORK);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('key_repeated: 1 (record 2)');
  expect(run.stdout).toContain('winner_invalid: 1 (record 1)');
  expect(run.stdout).toContain('Nobody: no record can be used.');
});

test('a file that breaks off is an error that says where, and nothing of it is planned', async () => {
  const dir = new Workdir();
  dir.write('users.json', '{"users":[{"vendor_data":"a","status":"ACTIVE"},{"vendor_data":"b","sta');
  const run = await dir.run(['validate', 'users.json', '--mapping', 'generic'], NO_NETWORK);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('users.json breaks off or breaks its format at');
  expect(run.stderr).toContain('1 records before that could be read');
});

test.each([
  ['there is no file', ['validate', 'nobody.csv'], 'There is no file nobody.csv.'],
  ['no mapping fits', ['validate', 'odd.csv'], 'It is not clear which mapping fits odd.csv.'],
  ['there is no such mapping', ['validate', 'odd.csv', '--mapping', 'nosuch'], 'There is no mapping called nosuch'],
  ['the mapping is wrong', ['validate', 'odd.csv', '--mapping', 'wrong.yaml'], 'wrong.yaml:2'],
  [
    'there is no folder of images',
    ['validate', 'odd.csv', '--mapping', 'generic', '--faces', 'nowhere'],
    'nowhere cannot be opened: no such file or directory.',
  ],
  ['no export is named', ['validate'], 'What stands in angle brackets is missing: didit-migrate validate <exports..>'],
  ['an option lacks its value', ['validate', 'odd.csv', '--mapping'], 'Not enough arguments following: mapping'],
  ['it is not a command', ['validat', 'odd.csv'], 'Did you mean validate?'],
])('a sentence and exit code 2 where %s', async (_, args, sentence) => {
  const dir = new Workdir();
  dir.write('odd.csv', 'Kundennummer;Vorname\n1;Testa\n');
  dir.write('wrong.yaml', 'provider: mine\nshape: []\n');
  const run = await dir.run(args, NO_NETWORK);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
});
