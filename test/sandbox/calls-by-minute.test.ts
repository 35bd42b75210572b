import { expect, test } from 'vitest';
import { CallsByMinute } from '../../src/sandbox/calls-by-minute.js';

const NOON = Date.UTC(2026, 0, 1, 12);

test('reads, writes and what was throttled are counted by the minute', () => {
  const calls = new CallsByMinute();
  calls.count('read', 200, NOON);
  calls.count('write', 201, NOON + 59_999);
  calls.count('write', 429, NOON + 59_999);
  calls.count('write', 201, NOON + 120_000);
  expect(calls.minutes).toEqual([
    { at: new Date(NOON), read: 1, write: 2, throttled: 1 },
    { at: new Date(NOON + 120_000), read: 0, write: 1, throttled: 0 },
  ]);
});

test('only the last sixty minutes with requests are kept', () => {
  const calls = new CallsByMinute();
  for (let minute = 0; minute < 100; minute++) calls.count('read', 200, NOON + minute * 60_000);
  expect(calls.minutes).toHaveLength(60);
  expect(calls.minutes[0]?.at).toEqual(new Date(NOON + 40 * 60_000));
});
