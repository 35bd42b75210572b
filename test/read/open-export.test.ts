import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import { openExport } from '../../src/read/index.js';
import { zipOf } from '../helpers/zip.js';
import { OPTIONS, readExport as read } from './read-export.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array, name = 'export'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

describe('an export', () => {
  test.each([
    ['csv', 'id,name\n1,Testa\n2,"Sam\nple"\n', [2, 3]],
    ['json', '[{"id":"1","name":"Testa"},{"id":"2","name":"Sam\\nple"}]', [undefined, undefined]],
    ['ndjson', '{"id":"1","name":"Testa"}\n{"id":"2","name":"Sam\\nple"}\n', [1, 2]],
  ])('as %s is recognized and read, with or without byte order mark', async (format, text, lines) => {
    for (const mark of ['', '\ufeff']) {
      const file = fileOf(mark + text);
      const source = await openExport(file, OPTIONS);
      expect(source).toMatchObject({ format, file });
      expect(source.columns).toEqual(format === 'csv' ? ['id', 'name'] : undefined);
      const { records } = await read(file);
      expect(records.map(({ fields }) => fields)).toEqual([
        { id: '1', name: 'Testa' },
        { id: '2', name: 'Sam\nple' },
      ]);
      expect(records.map(({ line }) => line)).toEqual(lines);
    }
  });

  test('comes in batches of at most 500 records, the same ones each time', async () => {
    const file = fileOf(`id\n${Array.from({ length: 1234 }, (_, index) => `user-${index}\n`).join('')}`);
    const { sizes, records } = await read(file);
    expect(sizes).toEqual([500, 500, 234]);
    expect(records.map(({ number, fields }) => [number, fields['id']])).toEqual(
      records.map((_, index) => [index + 1, `user-${index}`]),
    );
    expect(await read(file)).toMatchObject({ sizes, records });
  });

  test('larger than a chunk is read whole', async () => {
    const row = (index: number) => `user-${index},"Sample, ${'é'.repeat(index % 50)}"\n`;
    const file = fileOf(`id,name\n${Array.from({ length: 20_000 }, (_, index) => row(index)).join('')}`);
    const { records } = await read(file);
    expect(records.map(({ line, fields }) => `${line} ${fields['id']} ${fields['name']}`)).toEqual(
      records.map((_, index) => `${index + 2} user-${index} Sample, ${'é'.repeat(index % 50)}`),
    );
    expect(records).toHaveLength(20_000);
  });

  test('has the fingerprint of its raw bytes once it has been read to its end', async () => {
    const text = '\ufeffid\n1\n2\n';
    const source = await openExport(fileOf(text), OPTIONS);
    const batches = source.batches();
    expect((await batches.next()).done).toBe(false);
    expect((await batches.next()).done).toBe(true);
    expect(source.fingerprint()).toEqual({
      sha256: sha256(text),
      bytes: Buffer.byteLength(text),
    });
  });

  test('has no fingerprint before it has been read', async () => {
    const source = await openExport(fileOf('id\n1\n'), OPTIONS);
    expect(() => source.fingerprint()).toThrow('only when it has been read to its end');
  });

  test('that breaks off gives what came before, then the error', async () => {
    const { sizes, error } = await read(fileOf(`[${'{"id":1},'.repeat(501)}`));
    expect(sizes).toEqual([500, 1]);
    expect(error).toMatchObject({ code: 'export_broken', detail: { records: 501 } });
  });
});

describe('a file that is no export', () => {
  test('is missing', async () => {
    const file = join(folder, 'nowhere.csv');
    expect((await read(file)).error).toMatchObject({ code: 'export_missing', message: `There is no file ${file}.` });
    expect((await read(join(fileOf('id\n'), 'below.csv'))).error).toMatchObject({ code: 'export_missing' });
  });

  test('is of another format', async () => {
    const file = fileOf(zipOf([{ name: 'xl/workbook.xml' }]));
    const message = `${file} is not CSV, JSON or NDJSON: it is an Excel workbook; save the sheet as CSV (UTF-8).`;
    expect((await read(file)).error).toMatchObject({ code: 'export_format_unknown', message });
    expect((await read(fileOf(Buffer.from('fffe000069000000', 'hex')))).error).toMatchObject({
      detail: { file, reason: 'it is UTF-32; save it as UTF-8' },
    });
  });
});

describe('what was packed or encoded', () => {
  const rows = Array.from({ length: 3000 }, (_, index) => `${index},Testa Müller\n`).join('');
  const csv = `id,name\n${rows}`;
  const bytes = Buffer.from(csv);

  test.each([
    ['gzip', gzipSync(csv), undefined],
    ['gzip in two parts', Buffer.concat([gzipSync(bytes.subarray(0, 999)), gzipSync(bytes.subarray(999))]), undefined],
    ['UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le'), [{ name: 'utf-16le', guessed: false }]],
    ['packed UTF-16', gzipSync(Buffer.from(csv, 'utf16le')), [{ name: 'utf-16le', guessed: true }]],
    ['Windows-1252', Buffer.from(csv, 'latin1'), [{ name: 'windows-1252', guessed: true }]],
    ['zip', zipOf([{ name: 'export.csv', content: csv }]), undefined],
    ['gzip in zip', zipOf([{ name: 'export.csv.gz', content: gzipSync(csv) }]), undefined],
  ])('in %s is the same export with the fingerprint of its own bytes', async (_, content, encodings) => {
    const { records, open } = await read(fileOf(content));
    expect(records.map(({ number, fields }) => `${number} ${fields['id']},${fields['name']}`)).toEqual(
      rows
        .trim()
        .split('\n')
        .map((row, index) => `${index + 1} ${row}`),
    );
    expect(open?.reading()).toMatchObject({
      encodings: encodings ?? [{ name: 'utf-8', guessed: false }],
      files: 1,
      passedOver: 0,
    });
    const inZip = content.toString('latin1', 0, 2) === 'PK';
    if (!inZip) expect(open?.fingerprint()).toEqual({ sha256: sha256(content), bytes: content.length });
  });

  test('and is cut off gives its readable part, then the error with its count', async () => {
    const packed = gzipSync(
      `id,name\n${Array.from({ length: 3000 }, (_, index) => `${index},${sha256(`${index}`)}\n`).join('')}`,
    );
    const { records, error } = await read(fileOf(packed.subarray(0, packed.length / 2)));
    expect(records.length).toBeGreaterThan(1000);
    expect(error).toMatchObject({
      code: 'export_broken',
      detail: { reason: 'the gzip data ends too early', records: records.length },
      help: 'Nothing of it was planned. Get the file again; a part of an export is never migrated.',
    });
  });

  test('a character that is lost makes a problem of its record, and of no other', async () => {
    const rows = Buffer.concat([
      Buffer.from('id,name\n1,Müller\n2,M'),
      Buffer.from([0xfc]),
      Buffer.from('ller\n3,Müller\n4,\ufffd\n'),
    ]);
    const { records } = await read(fileOf(rows), { encoding: 'utf-8' });
    const problems = [{ code: 'text_damaged', detail: { encoding: 'utf-8' } }];
    expect(records).toEqual([
      { number: 1, line: 2, fields: { id: '1', name: 'Müller' } },
      { number: 2, line: 3, problems, fields: { id: '2', name: 'M\ufffdller' }, whose: { id: '2', name: 'M\ufffdller' } },
      { number: 3, line: 4, fields: { id: '3', name: 'Müller' } },
      { number: 4, line: 5, problems, fields: { id: '4', name: '\ufffd' }, whose: { id: '4', name: '\ufffd' } },
    ]);
    const json = Buffer.from('[{"id":1,"name":"M\xfcller"},{"id":2,"name":"Testa"}]', 'latin1');
    expect((await read(fileOf(json), { encoding: 'utf-8' })).records).toMatchObject([{ problems }, { fields: { id: 2 } }]);
  });
});

test('a key that comes twice in JSON kept as text makes a problem of its record, which stays as it is', async () => {
  const payload = '{"status":"DENIED","status":"APPROVED"}';
  const cells = { id: '1', payload };
  const problems = [{ code: 'key_repeated', detail: { key: 'status' } }];
  const bad = { number: 1, line: 2, problems, fields: cells, whose: cells };
  const csv = `id,payload\n1,"${payload.replaceAll('"', '""')}"\n2,{}\n`;
  expect((await read(fileOf(csv))).records).toEqual([bad, { number: 2, line: 3, fields: { id: '2', payload: '{}' } }]);
  expect((await read(fileOf(`id=1&payload=${encodeURIComponent(payload)}\n`))).records).toEqual([{ ...bad, line: 1 }]);
  expect((await read(fileOf(JSON.stringify([{ list: [cells] }])))).records).toMatchObject([{ number: 1, problems }]);
});

/** Records in order and an error of ours at most, whatever the bytes. */
async function expectAccounted(content: Uint8Array | string, options: { maxRecordBytes?: number } = {}) {
  const { records, error } = await read(fileOf(content), options);
  expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
  if (error === undefined) return;
  expect(error).toBeInstanceOf(MigrateError);
  if (error instanceof MigrateError && error.code === 'export_broken') expect(error.detail['records']).toBe(records.length);
}

describe('never a crash, a hang or a record that is lost, by', () => {
  test('arbitrary bytes', async () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\n',
      '\r',
      '\\',
      'id',
      '1',
      'null',
      'items',
      '\ufeff',
      ' ',
      '\xe9',
    );
    const text = fc.string({ unit: pieces, maxLength: 80 });
    const beginnings = fc
      .constantFrom('1f8b', '504b0304', '504b0506', 'fffe', 'feff', 'efbbbf', '28b52ffd')
      .map((hex) => Buffer.from(hex, 'hex'));
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      text,
      text.map((each) => Buffer.from(each, 'latin1')),
      text.map((each) => Buffer.from(each, 'utf16le')),
      fc.tuple(beginnings, fc.uint8Array({ maxLength: 60 })).map(([beginning, rest]) => Buffer.concat([beginning, rest])),
    );
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 60 }), (bytes, maxRecordBytes) =>
        expectAccounted(bytes, { maxRecordBytes }),
      ),
      { numRuns: 500 },
    );
  });

  const csv = `id,name\n${Array.from({ length: 40 }, (_, index) => `${index},"Testa é ${index}"\n`).join('')}`;
  const json = JSON.stringify(Array.from({ length: 40 }, (_, id) => ({ id, name: `Testa é ${id}` })));
  const packed = [
    ['gzip', gzipSync(csv)],
    ['UTF-16', Buffer.from(csv, 'utf16le')],
    ['Windows-1252', Buffer.from(csv, 'latin1')],
    ['zip', zipOf([{ name: 'a.json', content: json }, { name: 'b.jpg' }, { name: 'c.json', content: json, method: 0 }])],
    ['zip in zip', zipOf([{ name: 'a.zip', content: zipOf([{ name: 'a.csv', content: csv }]) }])],
  ] as const;

  test.each(packed)('%s that was cut off', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), (end) => expectAccounted(bytes.subarray(0, end))),
      { numRuns: 60 },
    );
  });

  test.each(packed)('%s in which bytes were changed', async (_, bytes) => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (spoilt) => {
        const content = Buffer.from(bytes);
        for (const [at, byte] of spoilt) content[at] = byte;
        await expectAccounted(content);
      }),
      { numRuns: 60 },
    );
  });
});
