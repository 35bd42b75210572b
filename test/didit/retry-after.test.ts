import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfter } from '../../src/didit/retry-after.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

test.each([
  ['seconds', { 'retry-after': '30' }, 30_000],
  ['no seconds at all', { 'retry-after': '0' }, 0],
  ['fractions of a second', { 'retry-after': '1.5' }, 1_500],
  ['an HTTP date', { 'retry-after': 'Sun, 01 Mar 2026 12:00:20 GMT' }, 20_000],
  ['the first of two headers', { 'retry-after': ['7', '9'] }, 7_000],
  ['the end of the window in epoch seconds', { 'x-ratelimit-reset': String(NOW / 1000 + 12) }, 12_000],
  ['Retry-After before the end of the window', { 'retry-after': '3', 'x-ratelimit-reset': String(NOW / 1000 + 12) }, 3_000],
  [
    'the end of the window where Retry-After is unreadable',
    { 'retry-after': 'soon', 'x-ratelimit-reset': String(NOW / 1000 + 12) },
    12_000,
  ],
  ['at most an hour', { 'retry-after': '86400' }, HOUR],
  ['at most an hour of a date', { 'retry-after': 'Mon, 01 Mar 2027 12:00:00 GMT' }, HOUR],
])('a 429 can ask for %s', (_, headers, wait) => {
  expect(retryAfter(headers, NOW)).toBe(wait);
});

test.each([
  ['no header', {}],
  ['an empty header', { 'retry-after': ' ', 'x-ratelimit-reset': '' }],
  ['words', { 'retry-after': 'soon', 'x-ratelimit-reset': 'soon' }],
  ['a negative number', { 'retry-after': '-5' }],
  ['a date that has passed, as where clocks differ', { 'retry-after': 'Sun, 01 Mar 2026 11:59:00 GMT' }],
  ['a window that has ended', { 'x-ratelimit-reset': String(NOW / 1000 - 1) }],
  ['seconds where epoch seconds are documented', { 'x-ratelimit-reset': '30' }],
])('%s does not say how long', (_, headers) => {
  expect(retryAfter(headers, NOW)).toBeUndefined();
});

test('whatever the headers hold, a wait is a number from 0 to one hour', () => {
  const header = fc.option(fc.oneof(fc.string(), fc.float().map(String), fc.date().map(String)), { nil: undefined });
  fc.assert(
    fc.property(header, header, (after, reset) => {
      const wait = retryAfter({ 'retry-after': after, 'x-ratelimit-reset': reset }, NOW) ?? 0;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(HOUR);
    }),
  );
});
