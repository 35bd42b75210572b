import { expect, test } from 'vitest';
import { freshCheckpoint, person, planRecords } from './records.js';

test('what is noted in one minute is one row, with the people who ended in it', () => {
  const checkpoint = freshCheckpoint();
  planRecords(checkpoint, [person(1, 'p1'), person(2, 'p2')]);
  for (const item of [...checkpoint.items.inState('pending')]) checkpoint.items.end(item, 'done');
  const now = Date.now();
  const nothing = { writes: 0, reads: 0, throttled: 0, outageMs: 0, limit: 240 };
  checkpoint.pace.note(60_000, { ...nothing, writes: 3, throttled: 1 });
  checkpoint.pace.note(119_999, { ...nothing, writes: 4, reads: 2, outageMs: 999.6 });
  checkpoint.pace.note(120_000, { ...nothing, limit: undefined, reads: 1 });
  const minutes = checkpoint.pace.minutes();
  expect(minutes.slice(0, 2)).toEqual([
    { minute: 1, writes: 7, reads: 2, throttled: 1, outageMs: 1000, limit: 240, people: 0 },
    { minute: 2, writes: 0, reads: 1, throttled: 0, outageMs: 0, limit: null, people: 0 },
  ]);
  expect(minutes.slice(2).reduce((sum, { people }) => sum + people, 0)).toBe(2);
  expect(minutes[2]?.minute).toBeGreaterThanOrEqual(Math.floor(now / 60_000) - 1);
});
