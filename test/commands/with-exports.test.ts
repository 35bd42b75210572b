import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';

/** People without faces. */
const rows = (count: number) => people(count).map((row) => ({ ...row, face: '' }));
const csvOf = (count: number) => toCsv(rows(count));

test.each<[string, string[], (string | Buffer)?]>([
  ['a folder', ['people']],
  ['a zip', ['people.zip']],
  ['a glob', ['people/*.json']],
  ['gzip', ['people.csv.gz']],
  ['the standard input', ['-'], csvOf(3)],
  ['gzip on the standard input', ['--json', '-'], gzipSync(csvOf(3))],
])('%s gives the same people as the file', async (_, args, input) => {
  const dir = new Workdir();
  mkdirSync(dir.path('people'));
  rows(3).forEach((row, at) => void dir.write(`people/${at}.json`, JSON.stringify(row)));
  dir.write('people/photo.jpg', 'x');
  dir.write('people.zip', zipOf(rows(3).map((row, at) => ({ name: `x/${at}.json`, content: JSON.stringify(row) }))));
  dir.write('people.csv.gz', gzipSync(csvOf(3)));
  const run = await dir.run(['validate', '--mapping', 'generic', ...args], {}, { input: input ?? '' });
  expect(run.code, run.story).toBe(0);
  expect(run.stdout, run.story).toMatch(/create a user +3\n|"used": 3/);
  expect(dir.list()).toEqual(['people', 'people.csv.gz', 'people.zip']);
});

test('the plan says what was guessed and what was passed over', async () => {
  const dir = new Workdir();
  mkdirSync(dir.path('export'));
  dir.write('export/people.csv', Buffer.from(csvOf(2).replaceAll('Testa', 'Tésta'), 'latin1'));
  dir.write('export/1.jpg', 'x');
  const run = await dir.run(['validate', 'export', '--mapping', 'generic']);
  expect(run.stdout).toContain('    read as windows-1252, because it is not UTF-8; --encoding says otherwise\n');
  expect(run.stdout).toContain('    1 file read; 1 other beside them passed over\n');
  const said = await dir.run(['validate', 'export', '--mapping', 'generic', '--encoding', 'latin1']);
  expect(said.code, said.story).toBe(0);
  // Nothing was guessed: of the encoding there is no word but in the command that goes on.
  expect(said.stdout.match(/--encoding.*/g)).toEqual(['--encoding windows-1252 --mapping generic']);
  const wrong = await dir.run(['validate', 'export', '--mapping', 'generic', '--encoding', 'utf8']);
  expect(wrong.code, wrong.story).toBe(1);
  expect(wrong.stdout).toContain('text_damaged: 2 (records 1, 2)');
});

test('what comes on the standard input is planned, and sent only after a yes', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const asked = await dir.run(['run', '-', '--mapping', 'generic'], environmentOf(sandbox), { input: csvOf(2) });
  expect(asked.code, asked.story).toBe(2);
  expect(asked.stderr).toContain('To go ahead: didit-migrate run --mapping generic --yes\n');
  const sent = await dir.run(['run', '--mapping', 'generic', '--yes'], environmentOf(sandbox));
  expect(sent.code, sent.story).toBe(0);
  expect(sent.stdout).toMatch(/created in Didit +2\n/);
});

test.each([
  ['a glob finds no file', ['*.csv'], 'No file matches *.csv.'],
  ['a folder holds no export', ['.'], 'it holds no file whose name ends in .csv'],
  ['a zip is encrypted', ['secret.zip'], 'it is encrypted; unpack the zip first'],
  ['a zip is cut off', ['cut.zip'], 'the zip is cut off or damaged. 0 records before that could be read.'],
  ['nothing comes', ['-'], 'standard input is not CSV, JSON or NDJSON: it is empty.'],
  ['the encoding is unknown', ['secret.zip', '--encoding', 'klingon'], '--encoding must be an encoding such as utf-8'],
])('a sentence and exit code 2 where %s', async (_, args, sentence) => {
  const dir = new Workdir();
  const zip = zipOf([{ name: 'a.csv', content: csvOf(1), flags: 1 }]);
  if (args[0]?.endsWith('.zip')) {
    dir.write('secret.zip', zip);
    dir.write('cut.zip', zip.subarray(0, 60));
  }
  const run = await dir.run(['validate', '--mapping', 'generic', ...args], {}, { input: '' });
  expect(run.code, run.story).toBe(2);
  expect(run.stderr, run.story).toContain(sentence);
});
