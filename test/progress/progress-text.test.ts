import { expect, test } from 'vitest';
import type { Waiting, Working } from '../../src/progress/progress.js';
import { duration, progressLine, shareOf } from '../../src/progress/progress-text.js';

const migrating: Working = {
  phase: 'migrating',
  people: 1234,
  of: 10_000,
  done: 1230,
  partial: 3,
  failed: 1,
  held: 0,
  per_minute: 119.6,
  writes: { used: 240, limit: 240, window_seconds: 60 },
  seconds_left: 4398,
  waiting: { for: 'limit', seconds: 12 },
};

test('one line says how far, how it went, how fast, how long, and why nothing moves', () => {
  expect(progressLine(migrating)).toBe(
    'migrating: 1,234 of 10,000 people  1,230 done  3 partial  1 failed  120 people/min  240/240 writes in 60 s  about 73 min left  waits for the write limit, 12 s more',
  );
  const bare: Working = { ...migrating, per_minute: null, writes: null, seconds_left: null, waiting: null };
  expect(progressLine(bare)).toBe('migrating: 1,234 of 10,000 people  1,230 done  3 partial  1 failed');
  expect(progressLine({ phase: 'reading', records: 1, share: null })).toBe('reading: 1 record');
  expect(progressLine({ phase: 'looking for faces', faces: 2, of: 3 })).toBe('looking for faces: 2 of 3 faces');
  expect(progressLine({ phase: 'asking' })).toBe('asking: waits for a yes');
});

test('people who are only looked at or taken back have not failed', () => {
  const looking: Working = { ...migrating, per_minute: null, writes: null, seconds_left: null, waiting: null, partial: 0 };
  expect(progressLine({ ...looking, phase: 'checking' })).toBe(
    'checking: 1,234 of 10,000 people  1,230 as they were left  1 to look at',
  );
  expect(progressLine({ ...looking, phase: 'taking back' })).toBe(
    'taking back: 1,234 of 10,000 people  1,230 settled  1 unproven',
  );
});

test.each<[Waiting, string]>([
  [{ for: 'limit', seconds: 0 }, 'goes as fast as the write limit allows'],
  [{ for: 'read_limit', seconds: 53 }, 'waits for the read limit, 53 s more'],
  [{ for: 'retry_after', seconds: 30 }, 'waits 30 s, as Didit asked'],
  [{ for: 'outage', seconds: 600, what: 'create' }, 'waits: Didit has accepted no create for 10 min'],
  [{ for: 'uploads', count: 1 }, 'gives 1 unanswered upload time to arrive'],
])('it waits: %j', (waiting, text) => {
  expect(progressLine({ ...migrating, waiting })).toMatch(new RegExp(`  ${text}$`));
});

test('slow paces keep a decimal', () => {
  expect(progressLine({ ...migrating, per_minute: 1.26 })).toContain('1.3 people/min');
});

test('a bar is as long as what is known', () => {
  expect(shareOf(migrating)).toBe(0.1234);
  expect(shareOf({ phase: 'looking for faces', faces: 0, of: 0 })).toBe(1);
  expect(shareOf({ phase: 'reading', records: 5, share: null })).toBeUndefined();
});

test.each([
  [0, '0 s'],
  [89, '89 s'],
  [90, '2 min'],
  [7200, '2.0 h'],
  [450_000, '5.2 days'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
