import { statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { people, toCsv } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

const TO = ['--to', 'didit-console-csv', '-o', 'users.csv'];

test('an export becomes the template of the console’s import, one row a person', async () => {
  const dir = new Workdir();
  const rows = people(5);
  dir.write('customers.csv', toCsv([...rows, { ...rows[0], status: 'FLAGGED' }]));
  const run = await dir.run(['convert', 'customers.csv', ...TO]);
  expect(run.code, run.story).toBe(0);
  const written: Record<string, string>[] = parse(dir.read('users.csv'), { columns: true });
  expect(written.map((row) => [row['vendor_data'], row['status'], row['email']])).toEqual([
    ['User-2', 'ACTIVE', 'findmemail2@example.com'],
    ['User-3', 'FLAGGED', 'findmemail3@example.com'],
    ['User-4', 'ACTIVE', 'findmemail4@example.com'],
    ['User-5', 'BLOCKED', 'findmemail5@example.com'],
    ['User-1', 'FLAGGED', 'findmemail1@example.com'],
  ]);
  expect(run.stdout).toMatch(/faces +5\n +birth dates +5\n/);
  expect(statSync(dir.path('users.csv')).mode & 0o777).toBe(0o600);
  expect(run.stdout + run.stderr).not.toMatch(/Findmename|findmemail/);
});

test('who is left out is counted by reason, with exit code 1', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(2).map((row, index) => (index === 1 ? { ...row, status: '' } : row))));
  const run = await dir.run(['convert', 'customers.csv', ...TO]);
  expect(run.code, run.story).toBe(1);
  expect(run.stdout).toContain('status_missing: 1 (record 2)');
  expect(dir.read('users.csv').trimEnd().split('\n')).toHaveLength(2);
});

test.each([
  ['the file is there already', 'customers.csv', 'customers.csv is there already.'],
  ['the folder is not there', 'nowhere/users.csv', 'nowhere/users.csv cannot be written: no such file or directory.'],
])('nothing is written where %s', async (_, output, sentence) => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(1)));
  const run = await dir.run(['convert', 'customers.csv', '--to', 'didit-console-csv', '-o', output]);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
  expect(dir.read('customers.csv')).toBe(toCsv(people(1)));
  expect(dir.list()).toEqual(['customers.csv']);
});
