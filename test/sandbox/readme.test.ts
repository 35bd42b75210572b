import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);
const readme = readFileSync(new URL('../../src/sandbox/README.md', here), 'utf8');

test('every rule in the README names a test that exists', () => {
  const lastCells = [...readme.matchAll(/^\|.*\| (.+?) *\|$/gm)].map(([, cell = '']) => cell);
  const promised = lastCells.filter((cell) => cell !== 'test' && !/^-+$/.test(cell));
  const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts'));
  const sources = tests.map((name) => readFileSync(new URL(name, here), 'utf8')).join('\n');
  const titles = new Set([...sources.matchAll(/\(\s*'([^'\n]+)',\s*(?:async )?\(/g)].map(([, title]) => title));
  expect(promised.length).toBeGreaterThan(40);
  expect(promised.filter((name) => !titles.has(name))).toEqual([]);
});
