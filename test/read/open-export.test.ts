import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import type { ReadRecord } from '../../src/model.js';
import { openExport, type ReadOptions } from '../../src/read/index.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS: ReadOptions = { recordPaths: ['items', '$'], maxRecordBytes: 1_000_000 };

function fileOf(content: string | Uint8Array, name = 'export'): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function read(file: string, options = OPTIONS): Promise<{ sizes: number[]; records: ReadRecord[]; error?: unknown }> {
  const sizes: number[] = [];
  const records: ReadRecord[] = [];
  try {
    const source = await openExport(file, options);
    for await (const batch of source.batches()) {
      sizes.push(batch.length);
      records.push(...batch);
    }
  } catch (error) {
    return { sizes, records, error };
  }
  return { sizes, records };
}

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
    expect(await read(file)).toEqual({ sizes, records });
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
      sha256: createHash('sha256').update(text).digest('hex'),
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

  test('is a folder', async () => {
    const { error } = await read(folder);
    expect(error).toMatchObject({ code: 'export_unreadable', message: `${folder} could not be read: it is a folder.` });
  });

  test('is of another format', async () => {
    const file = fileOf('PK\x03\x04 xl/workbook.xml');
    const message = `${file} is not CSV, JSON or NDJSON: it is an Excel workbook; save the sheet as CSV (UTF-8).`;
    expect((await read(file)).error).toMatchObject({ code: 'export_format_unknown', message });
  });
});

test('arbitrary bytes give records in order or an error of ours, never a crash', async () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\n', '\r', '\\', 'id', '1', 'null', 'items', '\ufeff', ' ');
  const content = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: pieces, maxLength: 80 }));
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 60 }), async (bytes, maxRecordBytes) => {
      const { records, error } = await read(fileOf(bytes), { ...OPTIONS, maxRecordBytes });
      expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
      if (error !== undefined) expect(error).toBeInstanceOf(MigrateError);
    }),
    { numRuns: 500 },
  );
});
