import { expect, test } from 'vitest';
import { keyKind } from '../../src/didit/key-kind.js';

const SECRET = 'a-_'.padEnd(43, 'Z9');

test.each([
  [`sk_live_${SECRET}`, 'live'],
  [`sk_test_${SECRET}`, 'test'],
  [`sk_live_${SECRET.slice(1)}`, 'cut'],
  ['sk_test_', 'cut'],
  ['S0me-older_key-without-a-prefix', 'older'],
  ['eyJhbGciOi.eyJzdWIi.c2lnbmVk', 'token'],
  ['6f1f3c0a-0000-4000-8000-00000000aaaa', 'id'],
  ['x-api-key:abc', 'header'],
  ['Bearer-abc', 'header'],
])('%s is of the kind %s', (key, kind) => {
  expect(keyKind(key)).toBe(kind);
});
