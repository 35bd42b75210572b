import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';
import { fieldsOf, problemsOf, readExport } from './read-export.js';

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = new Workdir();
  for (const name of Object.keys(files))
    if (name.includes('/')) mkdirSync(dir.path(name.split('/')[0] ?? ''), { recursive: true });
  for (const [name, content] of Object.entries(files)) dir.write(name, content);
  return dir.folder;
}

const person = (id: number | string) => JSON.stringify({ id });

describe('several files are one export', () => {
  test('whose records are numbered through, without lines', async () => {
    const read = await readExport(
      folderOf({ 'p2.ndjson': `${person(3)}\n${person(4)}\n`, 'p1.ndjson': `${person(1)}\n\n${person(2)}\n` }),
    );
    expect(read.records).toEqual([1, 2, 3, 4].map((id) => ({ number: id, fields: { id } })));
    expect(read.open?.reading()).toMatchObject({ encodings: [], files: 2, passedOver: 0 });
  });

  test('in batches that go over the ends of files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1100 }, (_, at) => [`${String(at).padStart(4, '0')}.json`, person(at)]),
    );
    const read = await readExport(folderOf(files));
    expect(read.sizes).toEqual([500, 500, 100]);
    expect(fieldsOf(read)).toEqual(Array.from({ length: 1100 }, (_, id) => ({ id })));
  });

  test('of JSON in one line and of JSON in several', async () => {
    const read = await readExport(folderOf({ 'a.json': '{"id":1}', 'b.json': '{\n "id": 2\n}', 'c.json': '[{"id":3}]' }));
    expect(fieldsOf(read)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test('of CSV with the same columns in any order', async () => {
    const read = await readExport(folderOf({ 'a.csv': 'id,name\n1,a\n', 'b.csv': 'name;id\nb;2\n' }));
    expect(fieldsOf(read)).toEqual([
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ]);
  });

  test('each in its own packing and encoding', async () => {
    const read = await readExport(
      folderOf({
        'a.csv.gz': gzipSync('id\né\n'),
        'b.csv': Buffer.from('id\né\n', 'latin1'),
        'c.csv': Buffer.from('\ufeffid\né\n', 'utf16le'),
        'd.jpg': 'x',
      }),
    );
    expect(fieldsOf(read)).toEqual([{ id: 'é' }, { id: 'é' }, { id: 'é' }]);
    expect(read.open?.reading()).toMatchObject({
      encodings: [
        { name: 'utf-8', guessed: false },
        { name: 'windows-1252', guessed: true },
        { name: 'utf-16le', guessed: false },
      ],
      files: 3,
      passedOver: 1,
    });
  });
});

describe('files that do not belong together are refused', () => {
  test.each([
    ['JSON beside CSV', { 'a.csv': 'id\n1\n', 'b.json': '[{"id":2}]' }, { position: 2, found: 'JSON', expected: 'CSV' }],
    [
      'another list',
      { 'a.csv': 'id\n1\n', 'b.csv': 'id,kind\n1,x\n' },
      { position: 2, found: 'CSV with other columns', expected: 'CSV' },
    ],
  ])('%s', async (_, files, detail) => {
    const folder = folderOf(files);
    const { records, error } = await readExport(folder);
    expect(records).toHaveLength(1);
    expect(error).toMatchObject({ code: 'export_mixed', detail: { file: folder, ...detail } });
  });
});

describe('one file that cannot be read', () => {
  test('is a bad record where each file before held one, and its name is not told', async () => {
    const read = await readExport(
      folderOf({
        '1.json': person(1),
        '2 Testa Sample.json': '{"id":',
        '3.json': '',
        '4.json': person(4),
        '5.json.gz': gzipSync(person(5)).subarray(0, 15),
        '6.zip': zipOf([{ name: 'x.json', content: person(6) }]).subarray(0, 60),
        '7.zip': zipOf([{ name: 'x.json', content: person(7), crc: 1 }]),
        '8.json': person(8),
      }),
    );
    expect(problemsOf(read)).toEqual([2, 3, 5, 6, 7].map((number) => `${number} file_unreadable`));
    expect(read.records.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(read.records.slice(1, 3)).toEqual([
      { number: 2, problems: [{ code: 'file_unreadable', detail: { file: 2, reason: expect.any(String) } }], fields: {} },
      { number: 3, problems: [{ code: 'file_unreadable', detail: { file: 3, reason: 'it is empty' } }], fields: {} },
    ]);
    expect(JSON.stringify(read.records)).not.toContain('Testa');
  });

  test('ends the reading where a file before held several', async () => {
    const folder = folderOf({ '1.json': `[${person(1)},${person(2)}]`, '2.json': '{"id":', '3.json': person(3) });
    const { records, error } = await readExport(folder);
    expect(records).toHaveLength(2);
    expect(error).toMatchObject({ code: 'export_broken', detail: { file: `${folder}, file 2 by name,`, records: 2 } });
  });

  test('ends the reading where a part of it was read already', async () => {
    const folder = folderOf({ '1.json': person(1), '2.json': `[${person(2)},{"id":` });
    const { records, error } = await readExport(folder);
    expect(records).toHaveLength(2);
    expect(error).toMatchObject({ code: 'export_broken', detail: { records: 2 } });
  });
});

describe('a zip', () => {
  const broken = async (zip: Buffer) => (await readExport(new Workdir().write('export.zip', zip))).error;
  const csv = { name: 'export.csv', content: 'id\n1\n' };

  test.each([
    ['that is cut off', zipOf([csv]).subarray(0, 50), 'export_broken'],
    ['that is encrypted', zipOf([{ ...csv, flags: 1 }]), 'export_unreadable'],
    ['that is packed by another method', zipOf([{ ...csv, method: 9 }]), 'export_unreadable'],
    ['without an export', zipOf([{ name: 'a.jpg' }, { name: 'b.jpg' }]), 'export_format_unknown'],
    ['without anything', zipOf([]), 'export_format_unknown'],
  ])('%s is an error', async (_, zip, code) => {
    expect(await broken(zip)).toMatchObject({ code });
  });

  test('with bytes that are not what it says gives its records, then the error', async () => {
    const { records, error } = await readExport(new Workdir().write('export.zip', zipOf([{ ...csv, crc: 1 }])));
    expect(records.length).toBeLessThanOrEqual(1);
    expect(error).toMatchObject({ code: 'export_broken', detail: { records: records.length } });
  });

  test('tells how many others it holds', async () => {
    expect(await broken(zipOf([{ name: 'a.jpg' }, { name: 'b.jpg' }]))).toMatchObject({
      detail: { reason: 'it holds no file whose name ends in .csv, .tsv, .json, .ndjson or .jsonl (others: 2)' },
    });
  });
});
