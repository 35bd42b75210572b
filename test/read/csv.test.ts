import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from './read-all.js';

describe('a CSV file', () => {
  test('gives cells as they are: no trimming, no casting', () => {
    expect(readCsv('id,name,note\n007, Testa ,\n')).toEqual([
      { number: 1, line: 2, fields: { id: '007', name: ' Testa ', note: '' } },
    ]);
  });

  test('knows the line of each record, also after blank lines and cells of several lines', () => {
    const records = readCsv('id,note\r\n\r\n1,"a\r\nb"\r\n\r\n2,c\r\n');
    expect(records.map(({ number, line }) => [number, line])).toEqual([
      [1, 3],
      [2, 6],
    ]);
    expect(records[0]?.fields).toEqual({ id: '1', note: 'a\r\nb' });
  });

  test('of the old Macintosh ends its lines with carriage returns', () => {
    expect(readCsv('id,note\r1,a\r2,b').map(({ fields }) => fields)).toEqual([
      { id: '1', note: 'a' },
      { id: '2', note: 'b' },
    ]);
  });

  test('of the old Macintosh may hold line feeds, which end nothing', () => {
    expect(readCsv('id,note\r1,a\nb\r2,"c\rd"\r').map(({ line, fields }) => [line, fields])).toEqual([
      [2, { id: '1', note: 'a\nb' }],
      [3, { id: '2', note: 'c\rd' }],
    ]);
  });

  test('with a line that names the delimiter counts that line', () => {
    expect(readCsv('sep=;\r\nid;name\r\n1;Sample, Testa\r\n')).toEqual([
      { number: 1, line: 3, fields: { id: '1', name: 'Sample, Testa' } },
    ]);
  });

  test('with a header alone has no records', () => {
    expect(readCsv('id,name\n')).toEqual([]);
  });

  test('may have a column called __proto__', () => {
    const [record] = readCsv('id,__proto__\n1,x\n');
    expect(Object.entries(record?.fields ?? {})).toEqual([
      ['id', '1'],
      ['__proto__', 'x'],
    ]);
  });

  test('with bytes that are not UTF-8 has replacement characters there', () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n1,Andr'), Buffer.from([0xe9]), Buffer.from('\n')]);
    expect(readCsv(bytes)[0]?.fields).toEqual({ id: '1', name: 'Andr\ufffd' });
  });
});

describe('a row that cannot be used', () => {
  test('for lack of cells keeps those that it has', () => {
    expect(readCsv('id,name,status\n1,Testa\n2,Testa,ACTIVE\n')).toEqual([
      {
        number: 1,
        line: 2,
        problems: [{ code: 'row_ragged', detail: { found: 2, expected: 3 } }],
        fields: { id: '1', name: 'Testa' },
        whose: { id: '1', name: 'Testa' },
      },
      { number: 2, line: 3, fields: { id: '2', name: 'Testa', status: 'ACTIVE' } },
    ]);
  });

  test('for surplus cells keeps them apart', () => {
    expect(readCsv('id,name\n1,Sample,Testa\n')).toEqual([
      {
        number: 1,
        line: 2,
        problems: [{ code: 'row_ragged', detail: { found: 3, expected: 2 } }],
        fields: { id: '1', name: 'Sample', _surplus: ['Testa'] },
        whose: { id: '1', name: 'Sample', _surplus: ['Testa'] },
      },
    ]);
  });

  test.each([
    ['a quote in the middle of a cell', '2,5" screen'],
    ['a quoted cell that goes on after its quote', '2,"Testa"s'],
    ['two quotes in the middle of a cell', '2,Testa "T" Sample'],
  ])('for %s costs no other row', (_, row) => {
    const records = readCsv(`id,name\n1,a\n${row}\n3,"c"\n4,d\n`);
    expect(records.map(({ number, line }) => [number, line])).toEqual([1, 2, 3, 4].map((number) => [number, number + 1]));
    expect(records.filter((record) => 'problems' in record)).toEqual([
      { number: 2, line: 3, problems: [{ code: 'quote_broken', detail: { lines: 1 } }], fields: {} },
    ]);
  });

  test('for a quote that never closes says how many lines it swallowed', () => {
    expect(readCsv('id,name\n1,a\n2,"b\n3,c\n4,d\n')).toEqual([
      { number: 1, line: 2, fields: { id: '1', name: 'a' } },
      { number: 2, line: 3, problems: [{ code: 'quote_broken', detail: { lines: 4 } }], fields: {} },
    ]);
  });

  test('for its size is passed over', () => {
    const [large, next] = readCsv(`id,name\n1,"${'x'.repeat(50)}\n2,b\n`, 16, 40);
    expect(large).toEqual({ number: 1, line: 2, problems: [{ code: 'record_too_large', detail: { limit: 40 } }], fields: {} });
    expect(next).toEqual({ number: 2, line: 3, fields: { id: '2', name: 'b' } });
  });
});

const corpus = fileURLToPath(new URL('csvs', import.meta.resolve('csv-spectrum')));
const files = readdirSync(corpus)
  // Its JSON is of other people than its CSV.
  .filter((file) => file !== 'location_coordinates.csv');

test.each(files)('csv-spectrum: %s', (file) => {
  const expected = JSON.parse(readFileSync(join(corpus, '../json', file.replace('.csv', '.json')), 'utf8'));
  const records = readCsv(readFileSync(join(corpus, file)));
  expect(files).toHaveLength(11);
  expect(records.map(({ fields }) => fields)).toEqual(expected);
  expect(records.filter((record) => 'problems' in record)).toEqual([]);
});

test('whatever csv-stringify writes reads back identical, however the bytes arrive', () => {
  const cell = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' '),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }),
    ),
  });
  const table = fc
    .uniqueArray(fc.stringMatching(/^[a-zé_"](?:[a-zé_" ]*[a-zé_"])?$/), { minLength: 2, maxLength: 5 })
    .chain((header) =>
      fc.tuple(fc.constant(header), fc.array(fc.array(cell, { minLength: header.length, maxLength: header.length }))),
    );
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    record_delimiter: fc.constantFrom('\n', '\r\n'),
    quoted: fc.boolean(),
  });
  fc.assert(
    fc.property(table, style, fc.integer({ min: 1, max: 40 }), ([header, rows], options, chunkBytes) => {
      const text = stringify([header, ...rows], { ...options, quoted_match: /[\r\n]/ });
      const records = readCsv(text, chunkBytes);
      expect(records.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
      expect(records.map(({ fields }) => Object.entries(fields))).toEqual(
        rows.map((row) => row.map((value, index) => [header[index], value])),
      );
    }),
    { numRuns: 300 },
  );
});
