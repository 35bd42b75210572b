import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readmeWithHelp } from './helpers/help-blocks.mjs';

const root = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

test('the help in the README is what the program prints (npm run docs writes it)', () => {
  expect(readmeWithHelp(readme)).toBe(readme);
});

test('every dependency is justified in one line, and nothing else is', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const table = [...readme.matchAll(/^\| `([^`]+)`\s+\| \S/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !/\.(csv|json|ndjson)$/.test(name));
  expect(table.sort()).toEqual(Object.keys(dependencies).sort());
});
