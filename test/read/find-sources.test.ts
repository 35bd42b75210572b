import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findSources } from '../../src/read/find-sources.js';
import { Workdir } from '../helpers/program.js';
import { chunked } from './bytes.js';

async function namesOf(...named: string[]): Promise<string[]> {
  const sources = await findSources(named, chunked(Buffer.from('id\n1\n')));
  for (const source of sources) await source.close();
  return sources.map(({ name }) => name);
}

test('files, folders and the standard input are one export each, in the order in which they are named', async () => {
  const dir = new Workdir();
  const file = dir.write('b.csv', 'id\n');
  mkdirSync(dir.path('people'));
  expect(await namesOf(dir.path('people'), '-', file)).toEqual([dir.path('people'), 'standard input', file]);
});

test('a glob is each of its files, in the order of their names', async () => {
  const dir = new Workdir();
  mkdirSync(dir.path('sub'));
  const files = ['a1.csv', 'a10.csv', 'a2.csv', 'b.csv', 'sub/a.csv'].map((name) => dir.write(name, 'id\n'));
  dir.write('.a.csv', 'id\n');
  expect(await namesOf(dir.path('a*.csv'))).toEqual(files.slice(0, 3));
  expect(await namesOf(dir.path('**/{a,b}.csv'))).toEqual([files[3], files[4]]);
});

test('what is named twice counts once', async () => {
  const dir = new Workdir();
  const file = dir.write('a.csv', 'id\n');
  expect(await namesOf(file, dir.path('*.csv'), dir.path('./a.csv'), '-', '-')).toEqual([file, 'standard input']);
});

test('a file whose name looks like a pattern is that file', async () => {
  const dir = new Workdir();
  dir.write('users1.csv', 'id\n');
  const file = dir.write('users[1].csv', 'id\n');
  expect(await namesOf(file)).toEqual([file]);
});

test('a glob without a file, and a file that is not there, are errors', async () => {
  const dir = new Workdir();
  const pattern = dir.path('*.csv');
  await expect(namesOf(pattern)).rejects.toMatchObject({ code: 'glob_empty', message: `No file matches ${pattern}.` });
  await expect(namesOf(dir.path('a.csv'))).rejects.toMatchObject({ code: 'export_missing' });
});
