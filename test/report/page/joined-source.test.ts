import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Checkpoint, temporaryCheckpoint } from '../../../src/checkpoint/index.js';
import { planExports } from '../../../src/migration/index.js';
import { joinedSource } from '../../../src/report/page/joined-source.js';
import type { PageSource } from '../../../src/report/page/page-source.js';
import type { Shard } from '../../../src/shard.js';
import { Planning } from '../../migration/planning.js';

const MOST = 100;
const records = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c1', 'c2', 'C2', 'd', 'e', ''),
    verdict: fc.constantFrom('yes', 'no', 'open', 'what'),
    name: fc.constantFrom('Testa Sample', 'Probe Muster'),
  }),
  { minLength: 1, maxLength: 25 },
);

async function planned(planning: Planning, file: string, shard?: Shard): Promise<Checkpoint> {
  const checkpoint = temporaryCheckpoint(shard);
  const { signal } = new AbortController();
  await planExports([file], checkpoint, { mapping: await planning.mapping(), maxRecordBytes: 100_000, signal });
  return checkpoint;
}

/** Without the order, of which equals have none. */
function shown({ humanRows, evidence, totals }: PageSource) {
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  return {
    open: humanRows.count(),
    rows: sorted([...humanRows.first(MOST)]),
    decisions: sorted(evidence.decisions()),
    several: sorted(evidence.severalRecords(MOST)),
    notActive: sorted(evidence.notActive()),
    exports: totals.exports().map(({ file, reading }) => [file, reading?.unusedFields]),
  };
}

test('the page of all parts shows what the page of the whole shows', async () => {
  const planning = new Planning();
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 4 }), async (people, of) => {
      const file = planning.write('people.ndjson', people);
      const whole = await planned(planning, file);
      const first = await planned(planning, file, { index: 1, of });
      const others = await Promise.all(Array.from({ length: of - 1 }, (_, at) => planned(planning, file, { index: at + 2, of })));
      const joined = joinedSource([first, ...others]);
      expect(shown(joined)).toEqual(shown(whole));
      const kinds = [...joined.humanRows.first(MOST)].map(({ kind }) => kind);
      expect(kinds).toEqual(['held', 'failed', 'invalid', 'face'].flatMap((kind) => kinds.filter((each) => each === kind)));
      expect([...joined.humanRows.first(1)]).toHaveLength(Math.min(1, kinds.length));
      for (const checkpoint of [whole, first, ...others]) checkpoint.close();
    }),
    { numRuns: 8 },
  );
});

test('limits add up, but for processes that share them', async () => {
  const parts = [1, 2, 3].map((index) => temporaryCheckpoint({ index, of: 3 }));
  for (const part of parts) part.pace.note(60_000, { writes: 5, reads: 1, throttled: 0, outageMs: 1000, limit: 240 });
  const [first, ...others] = parts;
  if (!first) throw new Error('There is no part.');
  expect(joinedSource([first, ...others]).pace.minutes()).toEqual([
    { minute: 1, writes: 15, reads: 3, throttled: 0, outageMs: 1000, people: 0, limit: 720 },
  ]);
  for (const part of others) part.meta.set('lanes', 'shared');
  expect(joinedSource([first, ...others]).pace.minutes()).toMatchObject([{ limit: 480 }]);
  for (const part of parts) part.close();
});
