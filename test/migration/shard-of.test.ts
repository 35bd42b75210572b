import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Checkpoint, temporaryCheckpoint } from '../../src/checkpoint/index.js';
import { expectIds, planExports } from '../../src/migration/index.js';
import type { JsonObject } from '../../src/model.js';
import { joinSummaries, summarize } from '../../src/report/index.js';
import type { Shard } from '../../src/shard.js';
import { Planning } from './planning.js';

/** Few ids, in several spellings, so that people have several records; some have none. */
const records = fc.array(
  fc.record(
    {
      id: fc.constantFrom('a', 'A', ' b', 'b', 'c1', 'c2', 'c3', 'd', 'e/e', 'ü'),
      verdict: fc.constantFrom('yes', 'no', 'open', 'what'),
      kind: fc.constantFrom('company', 'person'),
      name: fc.constantFrom('Testa Sample', 'Probe Muster'),
    },
    { requiredKeys: ['verdict'] },
  ),
  { maxLength: 25 },
);

/** Everything that a plan says of records and people, without the checkpoint's own numbers and digests. */
function planOf({ database }: Checkpoint): { records: unknown[]; items: unknown[] } {
  return {
    records: database.all('SELECT number, kind, outcome, reason, problems, vendor_data FROM judged'),
    items:
      database.all(`SELECT i.vendor_data, i.user_key, r.number, i.wanted, i.status_reason, i.notes, i.payload, i.state, i.code
      FROM items i JOIN records r ON r.id = i.record_id`),
  };
}

async function planned(planning: Planning, file: string, shard?: Shard) {
  const checkpoint = temporaryCheckpoint(shard);
  try {
    const { signal } = new AbortController();
    await planExports([file], checkpoint, { mapping: await planning.mapping(), maxRecordBytes: 100_000, signal });
    return { ...planOf(checkpoint), totals: checkpoint.totals.exports() };
  } finally {
    checkpoint.close();
  }
}

test('the parts together are the whole, each record and each person once', async () => {
  const planning = new Planning();
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 4 }), async (people, of) => {
      const file = planning.write('people.ndjson', [...people, { id: 'last', verdict: 'yes' }] as JsonObject[]);
      const whole = await planned(planning, file);
      const parts = await Promise.all(Array.from({ length: of }, (_, at) => planned(planning, file, { index: at + 1, of })));
      const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
      expect(sorted(parts.flatMap((part) => part.records))).toEqual(sorted(whole.records));
      expect(sorted(parts.flatMap((part) => part.items))).toEqual(sorted(whole.items));
      for (const { totals } of parts)
        expect(totals.map((read) => read.records.total + (read.reading?.elsewhere ?? 0))).toEqual([people.length + 1]);
    }),
    { numRuns: 12 },
  );
});

test('of a list of expected people a part takes its own', async () => {
  const planning = new Planning();
  const ids = Array.from({ length: 20 }, (_, at) => `user-${at}`);
  const file = planning.write(
    'people.ndjson',
    ids.map((id) => ({ id, verdict: 'yes' })),
  );
  const list = planning.dir.write('ids.csv', `vendor_data\n${[...ids, 'nobody'].join('\n')}\n`);
  const missing: number[] = [];
  for (const index of [1, 2, 3]) {
    const checkpoint = temporaryCheckpoint({ index, of: 3 });
    const { signal } = new AbortController();
    await planExports([file], checkpoint, { mapping: await planning.mapping(), maxRecordBytes: 100_000, signal });
    await expectIds(list, checkpoint);
    missing.push([...checkpoint.expected.missing()].length);
    checkpoint.close();
  }
  expect(missing.sort()).toEqual([0, 0, 1]);
});

test('rejects of all parts in one file come back to the part that has them, whatever their ids are now', async () => {
  const planning = new Planning();
  const { signal } = new AbortController();
  const mapping = await planning.mapping();
  const options = { mapping, maxRecordBytes: 100_000, signal };
  const open = Array.from({ length: 12 }, (_, at) => ({ id: at % 2 ? `user-${at}` : '', verdict: at % 2 ? 'what' : 'yes' }));
  const export_ = planning.write('open.ndjson', open);
  const parts = [1, 2, 3].map((index) => temporaryCheckpoint({ index, of: 3 }));
  for (const part of parts) await planExports([export_], part, options);

  const rejects = parts.flatMap((part) =>
    [...part.report.rejects('ndjson')].map(({ item, fields }) => ({
      ...fields,
      id: String(fields['id'] ?? ''),
      _item: item,
      _reason: '',
    })),
  );
  expect(rejects).toHaveLength(12);
  const mended = planning.write(
    'mended.ndjson',
    rejects.map((row, at) => ({ ...row, id: row.id || `found-${at}`, verdict: 'yes' })),
  );
  for (const part of parts) await planExports([mended], part, options);
  const [first, ...others] = parts.map((part) =>
    summarize(part, { generatedAt: new Date(0), shard: part.meta.get('shard') ?? '' }),
  );
  if (!first) throw new Error('There is no part.');
  const joined = joinSummaries([first, ...others]);
  expect(joined).toMatchObject({
    elsewhere: 0,
    records: { used: 12, superseded: 12, total: 24 },
    items: { by_state: { pending: 12 } },
  });
  for (const part of parts) part.close();
});
