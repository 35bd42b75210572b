import { expect, test } from 'vitest';
import { people, toCsv, writeFaces } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

function exportOf(dir: Workdir, count: number) {
  const rows = people(count);
  dir.write('customers.csv', toCsv(rows));
  return rows;
}

test('your own list against the export, both ways: counts, files, and exit code 1 for who is missing', async () => {
  const dir = new Workdir();
  const [first, second, third] = people(3);
  dir.write('customers.csv', toCsv([first, { ...second, status: '' }, third].map((row) => ({ ...row, face: '' }))));
  dir.write('ours.csv', 'vendor_data,plan\nUSER-1,pro\nUser-2,\nUser-9,\n=User-9,\n');
  const run = await dir.run(['validate', 'customers.csv', '--expect', 'ours.csv', '--report', 'lists']);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain(
    [
      'Your list against the export',
      '  ids in ours.csv                                            4',
      '    in the export, and can be migrated                       1',
      '    in the export, but invalid                               1',
      '      status_missing                                         1',
      '    not in the export                                        2',
      '  people in the export who are not in the list               1',
      '    can be migrated                                          1',
    ].join('\n'),
  );
  expect(dir.read('lists/expected-missing.csv')).toBe(
    "vendor_data,outcome,why,record\nUser-2,invalid,status_missing,2\nUser-9,not in the export,,\n'=User-9,not in the export,,\n",
  );
  expect(dir.read('lists/unexpected.csv')).toBe('vendor_data,outcome,why,record\nUser-3,used,,3\n');
});

test('a list that agrees ends with exit code 0, writes nothing unasked, and --json carries the figures', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(3).map((row) => ({ ...row, face: '' }))));
  dir.write('ours.txt', 'user-1\nuser-2\nuser-3\n');
  const run = await dir.run(['validate', 'customers.csv', '--expect', 'ours.txt', '--json']);
  expect(run.code, run.story).toBe(0);
  expect(JSON.parse(run.stdout).expected).toMatchObject({
    ids: 3,
    repeated: 0,
    listed: { used: { people: 3 }, absent: { people: 0 } },
    unexpected: { used: { people: 0 } },
  });
  expect(dir.list()).toEqual(['customers.csv', 'ours.txt']);
});

test('ids of another kind altogether are pointed out', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(2).map((row) => ({ ...row, face: '' }))));
  dir.write('ours.txt', 'applicant-1\napplicant-2\n');
  const run = await dir.run(['validate', 'customers.csv', '--expect', 'ours.txt']);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('Not one id is in both');
});

test('faces wanted are listed with the names that were looked for and what was found', async () => {
  const dir = new Workdir();
  const rows = exportOf(dir, 3);
  await writeFaces(dir.path('faces'), rows.slice(0, 2));
  const run = await dir.run(['validate', 'customers.csv', '--faces', 'faces', '--report', 'lists']);
  expect(run.code, run.story).toBe(1);
  expect(dir.read('lists/faces-wanted.csv')).toBe(
    [
      'vendor_data,provider_id,record,expected,found,code',
      'User-1,,1,face-1.jpg,face-1.jpg,',
      'User-2,,2,face-2.jpg,face-2.jpg,',
      'User-3,,3,face-3.jpg,,face_missing',
      '',
    ].join('\n'),
  );
});

test('files under --faces that are nobody’s are counted, and named in a file alone', async () => {
  const dir = new Workdir();
  const rows = exportOf(dir, 2);
  await writeFaces(dir.path('faces'), rows);
  dir.write('faces/findme-old-id.jpg', 'x');
  dir.write('faces/+findme.jpg', 'x');
  const run = await dir.run(['validate', 'customers.csv', '--faces', 'faces', '--report', 'lists']);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toMatch(/files under --faces that are nobody’s +2\n/);
  expect(run.stdout + run.stderr).not.toContain('findme');
  expect(dir.read('lists/faces-unmatched.csv')).toBe("file\n'+findme.jpg\nfindme-old-id.jpg\n");
});

test('a link is no file name, and may be a secret: it is not written down', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(1).map((row) => ({ ...row, face: 'https://example.com/face.jpg?signature=findme' }))));
  const run = await dir.run(['validate', 'customers.csv', '--report', 'lists']);
  expect(dir.read('lists/faces-wanted.csv'), run.story).not.toContain('findme');
});
