import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { shownPath } from '../../src/commands/shown-path.js';

test('a path below the working directory is shown relative to it, any other as it is', () => {
  expect(shownPath(resolve('all-report'))).toBe('all-report');
  expect(shownPath('all-report')).toBe('all-report');
  expect(shownPath(resolve('..odd', 'report'))).toBe('..odd/report');
  for (const outside of [dirname(process.cwd()), '/elsewhere/report', '../report', '.']) expect(shownPath(outside)).toBe(outside);
});
