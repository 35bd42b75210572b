import { expect, test } from 'vitest';
import { bytes } from '../src/bytes.js';

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [50_000, '50 kB'],
  [999_999, '1,000 kB'],
  [1_000_000, '1.0 MB'],
  [2_345_678, '2.3 MB'],
  [1_000_000_000, '1.0 GB'],
  [1_234_500_000_000, '1,234.5 GB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});
