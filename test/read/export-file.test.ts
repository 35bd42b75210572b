import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExport, type ReadOptions } from '../../src/read/index.js';
import { collect } from '../helpers/collect.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS: ReadOptions = { recordPaths: ['items', '$'], maxRecordBytes: 1_000_000 };

function fileOf(content: string): string {
  const file = join(folder, 'export');
  writeFileSync(file, content);
  return file;
}

describe('a file', () => {
  test('as form-urlencoded lines is recognized and read', async () => {
    const source = await openExport(fileOf('id=1&name=Testa+Sample\r\nid=2&name=\r\n'), OPTIONS);
    expect(source).toMatchObject({ format: 'form' });
    const [batch = []] = await collect(source.batches());
    expect(batch.map(({ line, fields }) => [line, fields])).toEqual([
      [1, { id: '1', name: 'Testa Sample' }],
      [2, { id: '2', name: '' }],
    ]);
  });

  test('says what separates its cells, unless it was told', async () => {
    const file = fileOf('sep=;\nid;name|note\n1;Testa|x\n');
    expect((await openExport(file, OPTIONS)).delimiter).toBe(';');
    const told = await openExport(file, { ...OPTIONS, delimiter: '|' });
    expect([told.delimiter, told.columns]).toEqual(['|', ['id;name', 'note']]);
    expect((await openExport(fileOf('[]'), OPTIONS)).delimiter).toBeUndefined();
  });

  test('says where its records were found once it has been read', async () => {
    for (const [text, recordPaths, place] of [
      ['{"items":[{"id":1}]}', ['items', '$'], 'items'],
      ['[{"id":1}]', ['items', '$'], '$'],
      ['{"page":{"people":[{"id":1}]}}', [], 'page.people'],
      ['{"id":1}\n{"id":2}\n', [], '$'],
      ['id\n1\n', [], undefined],
    ] as const) {
      const source = await openExport(fileOf(text), { ...OPTIONS, recordPaths });
      expect(source.recordsAt).toBeUndefined();
      await collect(source.batches());
      expect(source.recordsAt).toBe(place);
    }
  });
});
