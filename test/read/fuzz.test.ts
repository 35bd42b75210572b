import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { CsvReader } from '../../src/read/csv.js';
import { readHeader } from '../../src/read/csv-header.js';
import { FormReader } from '../../src/read/form.js';
import { JsonReader } from '../../src/read/json.js';
import { NdjsonReader } from '../../src/read/ndjson.js';
import type { RecordReader } from '../../src/read/record-reader.js';
import { ROOMY, readAll, readCsv, readJson } from './read-all.js';

const PATHS = ['data.object', 'items', 'data', '$'];
const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    ';',
    '\t',
    '|',
    '&',
    '=',
    '%',
    '+',
    '\n',
    '\r',
    '\r\n',
    '\\',
    ' ',
    '\ufeff',
    '\ud83d\ude00',
  ],
  ...[
    '1',
    '-',
    '1e999',
    '12345678901234567890',
    'null',
    'tru',
    '"id"',
    '"items":[',
    '{"data":[{',
    '],"included":[',
    '"relationships":{',
    'sep=;',
  ],
);
const bytes = fc.oneof(
  fc.string({ unit: piece, maxLength: 60 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 100 }).map((values) => Buffer.from(values)),
);

const READERS: readonly [string, (text: Buffer, maxRecordBytes: number) => RecordReader][] = [
  ['CSV', (text, max) => new CsvReader(readHeader('export', { bytes: text, whole: true }), max)],
  ['JSON', (_, maxRecordBytes) => new JsonReader({ file: 'export', recordPaths: PATHS, maxRecordBytes })],
  ['JSON without a mapping', (_, maxRecordBytes) => new JsonReader({ file: 'export', recordPaths: [], maxRecordBytes })],
  ['NDJSON', (_, maxRecordBytes) => new NdjsonReader({ file: 'export.ndjson', recordPaths: PATHS, maxRecordBytes })],
  ['form lines', (_, max) => new FormReader(max)],
];

test.each(READERS)(
  'anything read as %s gives numbered records or an error of ours, the same ones however the bytes arrive',
  (_, newReader) => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 80 }), (text, chunkBytes, maxRecordBytes) => {
        const read = (size: number) => {
          try {
            return readAll(newReader(text, maxRecordBytes), text, size);
          } catch (error) {
            return { records: [], error };
          }
        };
        const { records, error } = read(ROOMY);
        expect(records.map(({ number }) => number)).toEqual(records.map((__, index) => index + 1));
        if (error !== undefined) expect(error).toBeInstanceOf(MigrateError);
        const again = read(chunkBytes);
        expect(JSON.stringify(again.records)).toBe(JSON.stringify(records));
        expect(String(again.error)).toBe(String(error));
      }),
      { numRuns: 400 },
    );
  },
);

describe('a character more or less somewhere', () => {
  const count = 8;
  const damage = fc.tuple(
    fc.nat(500),
    fc.nat(2),
    fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', 'x', '\ufeff'),
  );
  const damaged = (text: string, [at, removed, added]: [number, number, string]) => {
    const place = at % text.length;
    return text.slice(0, place) + added + text.slice(place + removed);
  };
  const people = Array.from({ length: count }, (_, index) => ({ id: `q${index}`, name: 'Testa "T" Sample', list: [index] }));

  test('of a JSON list loses no record without a word', () => {
    fc.assert(
      fc.property(damage, fc.constantFrom(undefined, 1), (change, indent) => {
        const { records, error } = readJson(damaged(JSON.stringify({ items: people }, undefined, indent), change), {
          recordPaths: ['items'],
        });
        const bad = records.filter((record) => 'problems' in record).length;
        // Of an object in which a key is damaged, JSON may still be made; nothing is ever made of two.
        expect(records.length <= count + 1).toBe(true);
        if (error === undefined && bad === 0) expect(records).toHaveLength(count);
      }),
      { numRuns: 400 },
    );
  });

  test('of NDJSON costs its own line or two', () => {
    fc.assert(
      fc.property(damage, (change) => {
        const text = damaged(people.map((person) => `${JSON.stringify(person)}\n`).join(''), change);
        const { records } = readAll(new NdjsonReader({ file: 'export.ndjson', recordPaths: ['$'], maxRecordBytes: ROOMY }), text);
        const intact = records.filter(({ fields }) => people.some((person) => JSON.stringify(person) === JSON.stringify(fields)));
        expect(intact.length).toBeGreaterThanOrEqual(count - 2);
        expect(records).toHaveLength(text.split('\n').filter((line) => line.trim() !== '').length);
      }),
      { numRuns: 400 },
    );
  });

  test('of CSV never loses a row without saying how many lines it took up', () => {
    const rows = people.map(({ id }) => `${id},"Testa ""T"" Sample",plain`);
    fc.assert(
      fc.property(damage, (change) => {
        const lines = damaged(rows.join('\n'), change);
        const records = readCsv(`id,name,note\n${lines}\n`);
        const accounted = records.map((record) => {
          const lost = 'problems' in record ? record.problems.find(({ code }) => code === 'quote_broken') : undefined;
          return Number(lost?.detail?.['lines'] ?? Object.values(record.fields).join('').split('\n').length);
        });
        const blank = lines.split('\n').filter((line) => line === '').length;
        expect(accounted.reduce((sum, taken) => sum + taken, 0)).toBeGreaterThanOrEqual(lines.split('\n').length - blank);
      }),
      { numRuns: 400 },
    );
  });
});
