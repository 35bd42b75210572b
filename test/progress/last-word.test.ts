import { expect, test } from 'vitest';
import { isQuiet, readLastWord } from '../../src/progress/index.js';

const AT = '2026-11-20T12:00:00.000Z';
const reading = { phase: 'reading', records: 500, share: 0.5 } as const;

test('what a run has noted is read back', () => {
  expect(readLastWord(JSON.stringify({ at: AT, ...reading }))).toEqual({ at: Date.parse(AT), progress: reading });
});

test.each(['{}', '{"at":"yesterday","phase":"asking"}', `{"at":"${AT}","phase":"dancing"}`])('%s says nothing', (noted) => {
  expect(readLastWord(noted)).toBeUndefined();
});

test('a run that says nothing for long may have died, whatever it was about', () => {
  const at = Date.parse(AT);
  expect(isQuiet({ at, progress: reading }, at + 10_000)).toBe(false);
  expect(isQuiet({ at, progress: reading }, at + 20_000)).toBe(true);
  expect(isQuiet({ at, progress: { phase: 'asking' } }, at + 20_000)).toBe(true);
});
