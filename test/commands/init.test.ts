import { expect, test } from 'vitest';
import { people, toCsv } from '../helpers/people.js';
import { Workdir } from '../helpers/program.js';

const EXPORT = 'Kundennummer;Name;Ergebnis\n1;Testa Sample;ok\n2;Probe Beispiel;nein\n';

test('a draft is written once: another is refused, unless it is asked for', async () => {
  const dir = new Workdir();
  dir.write('kunden 2024.csv', EXPORT);
  const first = await dir.run(['init', 'kunden 2024.csv']);
  expect(first.code, first.story).toBe(0);
  expect(first.stdout).toContain("didit-migrate validate 'kunden 2024.csv' --mapping kunden-2024.yaml\n");
  expect(dir.read('kunden-2024.yaml')).not.toMatch(/Testa|Probe/);

  const again = await dir.run(['init', 'kunden 2024.csv']);
  expect(again.code, again.story).toBe(2);
  expect(again.stderr).toContain('The file kunden-2024.yaml is there already.');

  dir.write('kunden-2024.yaml', 'old');
  const forced = await dir.run(['init', 'kunden 2024.csv', '--force']);
  expect(forced.code, forced.story).toBe(0);
  expect(dir.read('kunden-2024.yaml')).toContain('provider: kunden-2024');
});

test('a built-in mapping that fits is named', async () => {
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(10)));
  const run = await dir.run(['init', 'customers.csv', '--output', 'ours.yaml']);
  expect(run.code, run.story).toBe(0);
  expect(run.stdout).toContain('The built-in mapping generic fits this export, too');
});

test.each([
  ['holds no record', ['init', 'empty.csv'], 'could be read, so there is nothing to make a draft from.'],
  ['breaks off', ['init', 'cut.json'], 'cut.json breaks off'],
  [
    'is joined with a file that has nothing to do with it',
    ['init', 'kunden.csv', '--lookup', 'ids=other.csv'],
    'No column of other.csv holds ids',
  ],
  ['is joined without a name', ['init', 'kunden.csv', '--lookup', 'other.csv'], '--lookup must be NAME=FILE'],
  [
    'is joined under an odd name',
    ['init', 'kunden.csv', '--lookup', 'My ids=other.csv'],
    '--lookup must be one second file under a name',
  ],
  [
    'goes to a folder that is not there',
    ['init', 'kunden.csv', '-o', 'no/such.yaml'],
    'The draft no/such.yaml cannot be written: ENOENT.',
  ],
])('no draft is written where the export %s', async (_, args, sentence) => {
  const dir = new Workdir();
  dir.write('kunden.csv', EXPORT);
  dir.write('other.csv', 'x,y\na,b\nc,d\n');
  dir.write('empty.csv', 'Kundennummer;Name\n');
  dir.write('cut.json', '[{"id":"1"},{"id":');
  const run = await dir.run(args);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
  expect(dir.list()).toEqual(['cut.json', 'empty.csv', 'kunden.csv', 'other.csv']);
});
