import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint, readCheckpoint } from '../../src/checkpoint/index.js';
import { undefuse } from '../../src/read/fed-back.js';
import { writeReport } from '../../src/report/index.js';
import { carryOut, checkpointOf, invalid, person, skipped } from './checkpoint-of.js';

const context = { target: 'https://example.com', generatedAt: new Date('2030-01-02T03:04:05Z') };

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'report');
}

function table(file: string): Record<string, string>[] {
  return parse(readFileSync(file), { columns: true });
}

function objects(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const customers = {
  file: 'customers.csv',
  format: 'csv',
  columns: ['vendor_data', 'full_name', 'phone'],
  records: [
    person({ number: 1, id: 'u1', face: 'u1.jpg', fields: { full_name: 'Testa Sample', phone: '+34600000001' } }),
    person({ number: 2, id: 'u2', status: 'BLOCKED', former: 'refused', fields: { full_name: 'Refusa Sample', phone: '' } }),
    person({ number: 3, id: 'u3', face: 'u3.jpg', fields: { full_name: '=Sample, "Quota"', phone: '+34600000003' } }),
    skipped(4, 'test row'),
    invalid(5, [{ code: 'row_ragged', detail: { found: 4, expected: 3 } }], {
      vendor_data: 'u5',
      full_name: 'Sample',
      phone: 'Ragga',
      _surplus: ['+34600000005'],
    }),
    invalid(
      6,
      [
        { code: 'id_missing', field: 'vendor_data' },
        { code: 'date_in_future', field: 'dob' },
      ],
      { vendor_data: '', full_name: 'Nulla Sample', phone: '' },
    ),
    person({ number: 7, id: 'u7', fields: { full_name: 'Haelda Sample', phone: '' } }),
    person({ number: 8, id: 'u8', fields: { full_name: 'Warta Sample', phone: '' } }),
  ],
} as const;

test('results.csv has one line for every item in the order of the plan, and nobody’s name', async () => {
  const checkpoint = checkpointOf(onTestFinished, customers);
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u7: 'held', u8: 'pending' });
  const { results } = await writeReport(checkpoint, freshFolder(), context);
  expect(readFileSync(results, 'utf8')).toMatchInlineSnapshot(`
    "vendor_data,didit_internal_id,provider_id,former_status,didit_status,wanted_status,outcome,origin,faces,code,face_code,notes,record
    u1,00000000-0000-4000-8000-000000000001,former-1,approved,ACTIVE,ACTIVE,done,created,uploaded,,,,1
    u2,,former-2,refused,,BLOCKED,failed,,,rejected,,,2
    u3,00000000-0000-4000-8000-000000000003,former-3,approved,ACTIVE,ACTIVE,partial,created,refused,,face_too_small,,3
    u7,00000000-0000-4000-8000-000000000004,former-7,approved,ACTIVE,ACTIVE,held,created,,status_conflict,,,7
    u8,,former-8,approved,,ACTIVE,pending,,,,,,8
    "
  `);
});

test('rejects.csv has the records that need a human, every column as it was, and why', async () => {
  const checkpoint = checkpointOf(onTestFinished, customers);
  carryOut(checkpoint, { u2: 'failed', u3: 'partial', u7: 'held', u8: 'pending' });
  const { rejects } = await writeReport(checkpoint, freshFolder(), context);
  expect(rejects).toHaveLength(1);
  expect(withoutMark(readFileSync(rejects[0] ?? '', 'utf8'))).toMatchInlineSnapshot(`
    "vendor_data,full_name,phone,_surplus,_item,_reason
    u2,Refusa Sample,,,r2,"rejected — record 2, line 3: Didit refused the user (400); fields: full_name."
    u3,"'=Sample, ""Quota""",'+34600000003,,r3,"face_too_small — record 3, line 4: The image is smaller than 200 pixels on its shorter side."
    u5,Sample,Ragga,"[""+34600000005""]",r5,"row_ragged — record 5, line 6: The row has 4 cells, the header has 3."
    ,Nulla Sample,,,r6,"id_missing date_in_future — record 6, line 7: The record has no id for vendor_data."
    u7,Haelda Sample,,,r7,"status_conflict — record 7, line 8: The former decision and Didit’s status differ, and changing it was not asked for."
    "
  `);
});

test('rejects of JSON and NDJSON exports go to rejects.ndjson, next to those of CSV exports', async () => {
  const checkpoint = checkpointOf(
    onTestFinished,
    customers,
    { file: 'a.json', format: 'json', records: [person({ number: 1, id: 'j1', fields: { name: { first: 'Jota' } } })] },
    { file: 'b.ndjson', format: 'ndjson', records: [invalid(9, [{ code: 'json_malformed', detail: { bytes: 7 } }], {})] },
  );
  carryOut(checkpoint, { j1: 'failed' });
  const { results, rejects } = await writeReport(checkpoint, freshFolder(), context);
  expect(table(rejects[0] ?? '').map(({ _item = '' }) => withoutMark(_item))).toEqual(['r5', 'r6']);
  expect(JSON.parse(withoutMark(JSON.stringify(objects(rejects[1] ?? ''))))).toEqual([
    {
      vendor_data: 'j1',
      name: { first: 'Jota' },
      _item: 'r9',
      _reason: 'rejected — record a.json:1, line 2: Didit refused the user (400); fields: full_name.',
    },
    {
      _item: 'r10',
      _reason: 'json_malformed — record b.ndjson:9, line 10: The record is not valid JSON; bytes taken up by it: 7.',
    },
  ]);
  expect(table(results).map(({ record }) => record)).toContain('a.json:1');
});

test('columns of several CSV exports are joined, and those of a fed-back file of rejects are not doubled', async () => {
  const problems = [{ code: 'id_missing', field: 'id' }] as const;
  const checkpoint = checkpointOf(
    onTestFinished,
    { file: 'a.csv', format: 'csv', columns: ['id', 'b'], records: [invalid(1, problems, { id: '', b: '1' })] },
    {
      file: 'rejects.csv',
      format: 'csv',
      columns: ['c', 'id', '__proto__', '_item', '_reason'],
      records: [invalid(1, problems, { c: '2', id: '', ['__proto__']: '3', _item: 'r99', _reason: 'old' })],
    },
  );
  const { rejects } = await writeReport(checkpoint, freshFolder(), context);
  const lines = withoutMark(readFileSync(rejects[0] ?? '', 'utf8')).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'id,b,c,__proto__,_item,_reason',
    ',1,,,r1,"id_missing — record a.csv:1, line 2: The record has no id for vendor_data."',
    ',,2,3,r2,"id_missing — record rejects.csv:1, line 2: The record has no id for vendor_data."',
  ]);
});

test('files of rejects that an earlier report wrote are gone when nobody needs a human any more', async () => {
  const checkpoint = checkpointOf(onTestFinished, { ...customers, records: [person({ number: 1, id: 'u1' })] });
  const folder = freshFolder();
  carryOut(checkpoint, { u1: 'failed' });
  const before = await writeReport(checkpoint, folder, context);
  expect(before.rejects).toEqual([join(folder, 'rejects.csv')]);
  for (const item of [...checkpoint.items.inState('failed')]) checkpoint.items.end(item, 'done');
  const after = await writeReport(checkpoint, folder, context);
  expect(after.rejects).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['report.html', 'results.csv', 'summary.json']);
});

test('the folder and the files are for their owner alone, and no part is left', async () => {
  const folder = freshFolder();
  await writeReport(checkpointOf(onTestFinished, customers), folder, context);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  expect(readdirSync(folder).sort()).toEqual(['faces-wanted.csv', 'rejects.csv', 'report.html', 'results.csv', 'summary.json']);
});

test('what a report that died has left is swept away, but not what another one is writing', async () => {
  const checkpoint = checkpointOf(onTestFinished, customers);
  const folder = freshFolder();
  await writeReport(checkpoint, folder, context);
  const [dead, alive, mine] = ['rejects.csv.0123abcd.part', 'results.csv.89abcdef.part', 'notes.csv.0123abcd.part'];
  for (const name of [dead, alive, mine]) writeFileSync(join(folder, name), 'half of it');
  const hoursAgo = new Date(Date.now() - 7_200_000);
  for (const name of [dead, mine]) utimesSync(join(folder, name), hoursAgo, hoursAgo);
  await writeReport(checkpoint, folder, context);
  expect([dead, alive, mine].map((name) => existsSync(join(folder, name)))).toEqual([false, true, true]);
});

test('a report can be written while a run holds the checkpoint', async () => {
  const folder = freshFolder();
  const file = `${folder}.db`;
  const writer = openCheckpoint(file, 'target');
  // Not `close`, which needs the file for itself: libsql keeps a closed reader's connection until it is garbage.
  onTestFinished(() => writer.database.close());
  const exportId = writer.plan.beginExport({
    file: 'a.csv',
    format: 'csv',
    columns: ['vendor_data'],
    mapping: 'generic',
    mappingHash: 'm',
  });
  writer.plan.append(exportId, [person({ number: 1, id: 'u1' })]);
  writer.plan.merge([{ exportId, sha256: 'a', bytes: 1 }], () => undefined);
  const reader = readCheckpoint(file);
  const { results } = await writeReport(reader, folder, context);
  reader.close();
  expect(table(results)).toMatchObject([{ vendor_data: 'u1', outcome: 'pending' }]);
});

test('folders above the report that are missing are made as well', async () => {
  const checkpoint = checkpointOf(onTestFinished, customers);
  const { summary } = await writeReport(checkpoint, join(freshFolder(), 'one', 'two'), context);
  expect(existsSync(summary)).toBe(true);
});

test('a report that cannot be written says why, and leaves the former one', async () => {
  const checkpoint = checkpointOf(onTestFinished, customers);
  const folder = freshFolder();
  const { summary } = await writeReport(checkpoint, folder, context);
  const before = readFileSync(summary, 'utf8');
  writeFileSync(join(folder, 'file'), '');
  await expect(writeReport(checkpoint, join(folder, 'file'), context)).rejects.toMatchObject({
    code: 'report_unwritable',
    message: `The report cannot be written to ${join(folder, 'file')}: not a directory.`,
    help: 'Everything is in the checkpoint. Make room or choose another folder with --report; didit-migrate report writes it again.',
  });
  expect(readFileSync(summary, 'utf8')).toBe(before);
});

/** Texts that have broken tables: separators, quotes, line ends, formulas, marks that turn the direction of writing. */
const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      ',',
      ';',
      '"',
      "'",
      '\n',
      '\r',
      '\t',
      '=',
      '+',
      '-',
      '@',
      '\u202e',
      '\u2066',
      '\ufeff',
      'é',
      '名',
      '🙂',
      'a',
      ' ',
    ),
  }),
  fc.constant('é'.repeat(1000)),
);

test('hostile values survive the way through a table', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(
        hostile.filter((id) => id.trim() !== ''),
        { selector: (id) => id.trim().toLowerCase(), minLength: 1 },
      ),
      hostile,
      async (ids, value) => {
        const ends: (() => void)[] = [];
        const folder = mkdtempSync(join(tmpdir(), 'report-'));
        try {
          const checkpoint = checkpointOf((end) => ends.push(end), {
            file: 'a.csv',
            format: 'csv',
            columns: ['vendor_data', 'full_name'],
            records: ids.map((id, index) => person({ number: index + 1, id, fields: { full_name: value } })),
          });
          for (const item of [...checkpoint.items.inState('pending')]) checkpoint.items.end(item, 'failed', 'user_gone');
          const { results, rejects } = await writeReport(checkpoint, folder, context);
          expect(table(results).map((row) => undefuse(row['vendor_data'] ?? ''))).toEqual(ids);
          const rows = table(rejects[0] ?? '');
          expect(rows.map((row) => undefuse(row['vendor_data'] ?? ''))).toEqual(ids);
          expect(rows.map((row) => undefuse(row['full_name'] ?? ''))).toEqual(ids.map(() => value));
        } finally {
          for (const end of ends) end();
          rmSync(folder, { recursive: true });
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('twenty thousand items are written page by page', async () => {
  const count = 20_000;
  const records = Array.from({ length: count }, (_, index) =>
    person({ number: index + 1, id: `user ${index}`, fields: { full_name: 'Testa Sample'.repeat(20) } }),
  );
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    columns: ['vendor_data', 'full_name'],
    records,
  });
  for (const item of checkpoint.items.inState('pending')) checkpoint.items.end(item, 'failed', 'user_gone');
  const { results, rejects } = await writeReport(checkpoint, freshFolder(), context);
  expect(table(results).map(({ record }) => Number(record))).toEqual(records.map(({ number }) => number));
  expect(table(rejects[0] ?? '')).toHaveLength(count);
});

test('faces-wanted.csv has the faces that are not uploaded yet, and goes when all are', async () => {
  const folder = freshFolder();
  const checkpoint = checkpointOf(onTestFinished, customers);
  const { facesWanted = '' } = await writeReport(checkpoint, folder, context);
  expect(table(facesWanted).map((row) => [row['vendor_data'], row['expected']])).toEqual([
    ['u1', 'u1.jpg'],
    ['u3', 'u3.jpg'],
  ]);
  carryOut(checkpoint, { u2: 'failed' });
  expect(await writeReport(checkpoint, folder, context)).not.toHaveProperty('facesWanted');
  expect(existsSync(facesWanted)).toBe(false);
});

/** The end of each \`_item\`, which is another one in every checkpoint. */
function withoutMark(text: string): string {
  return text.replace(/\b(r\d+)-[0-9a-f]{6}\b/g, '$1');
}
