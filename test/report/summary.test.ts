import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { summarize } from '../../src/report/index.js';
import { carryOut, checkpointOf, invalid, person, skipped } from './checkpoint-of.js';

const context = { generatedAt: new Date('2030-01-02T03:04:05Z') };

/** How many of each kind an export has. */
const amounts = fc.record({
  good: fc.integer({ min: 0, max: 6 }),
  skipped: fc.integer({ min: 0, max: 3 }),
  invalid: fc.integer({ min: 0, max: 3 }),
  repeated: fc.integer({ min: 0, max: 3 }),
});
const ends = fc.array(fc.constantFrom('failed', 'held', 'partial', 'in progress', 'pending', 'done'), {
  minLength: 12,
  maxLength: 12,
});

test('records add up per export and over all, and so do items and faces', () => {
  fc.assert(
    fc.property(fc.array(amounts, { minLength: 1, maxLength: 3 }), ends, (exports, chosen) => {
      const close: (() => void)[] = [];
      let id = 0;
      const checkpoint = checkpointOf(
        (end) => close.push(end),
        ...exports.map((amount, index) => {
          let number = 0;
          const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
          const records = [
            ...many(amount.good, () => person({ number: ++number, id: `u${++id}`, face: 'a.jpg' })),
            ...many(amount.skipped, () => skipped(++number, 'company')),
            ...many(amount.invalid, () => invalid(++number, [{ code: 'id_missing' }], {})),
            ...many(amount.repeated, () => person({ number: ++number, id: 'again' })),
          ];
          return { file: `${index}.json`, format: 'json', records } as const;
        }),
      );
      carryOut(
        checkpoint,
        Object.fromEntries(chosen.flatMap((end, index) => (end === 'done' ? [] : [[`u${index}`, end] as const]))),
      );
      const { records, items, faces, skipped: reasons, exports: read, finished } = summarize(checkpoint, context);
      for (const end of close) end();

      const expected = exports.map((amount) => amount.good + amount.skipped + amount.invalid + amount.repeated);
      expect(read.map((source) => source.records.total)).toEqual(expected);
      for (const { used, skipped, invalid, superseded, total } of [records, ...read.map((source) => source.records)])
        expect(used + skipped + invalid + superseded).toBe(total);
      expect(records.total).toBe(expected.reduce((a, b) => a + b, 0));
      expect(Object.values(reasons).reduce((a, b) => a + b, 0)).toBe(records.skipped);

      const good = exports.reduce((sum, amount) => sum + amount.good, 0);
      const again = exports.some((amount) => amount.repeated > 0) ? 1 : 0;
      expect(items.by_state.total).toBe(good + again);
      expect(items.by_wanted_status.total).toBe(good + again);
      expect(faces.by_state.total).toBe(good);
      expect(finished).toBe(items.by_state.pending + items.by_state['in progress'] === 0);
    }),
    { numRuns: 25 },
  );
});

test('a summary follows from the checkpoint alone, but for its time', () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    columns: ['vendor_data'],
    records: [
      person({ number: 1, id: 'u1' }),
      invalid(2, [{ code: 'status_unknown', field: 'state', detail: { word: 'MAYBE' } }], {}),
    ],
  });
  const first = summarize(checkpoint, context);
  expect(summarize(checkpoint, { generatedAt: new Date(0) })).toEqual({ ...first, generated_at: '1970-01-01T00:00:00.000Z' });
  expect(first).toMatchObject({
    schema: 'didit-migrate/summary',
    version: 1,
    target: null,
    requests: null,
    exports: [{ file: 'a.csv', format: 'csv', mapping: 'generic', mapping_hash: 'm1', bytes: 1234 }],
    problems: [
      {
        code: 'status_unknown',
        count: 1,
        examples: ['2'],
        sentence: 'The mapping has no rule for this decision: MAYBE.',
        help: 'Add a row for it to the status table of the mapping, or mend the record.',
      },
    ],
    verdicts: [{ former: 'approved', status: 'ACTIVE', row: 'active row', count: 1 }],
    rejects: { 'rejects.csv': 1, 'rejects.ndjson': 0 },
  });
});

test('a code is counted once for a record that has it twice, and explained by its first field', () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.json',
    format: 'json',
    records: [
      invalid(
        1,
        [
          { code: 'date_in_future', field: 'born' },
          { code: 'date_in_future', field: 'issued' },
        ],
        {},
      ),
      invalid(2, [{ code: 'date_in_future', field: 'issued' }], {}),
    ],
  });
  expect(summarize(checkpoint, context).problems).toMatchObject([
    { count: 2, examples: ['1', '2'], sentence: 'The date in born lies in the future.' },
  ]);
});
