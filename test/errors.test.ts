import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Code, MEANINGS, MigrateError, sentence } from '../src/errors.js';

const codes = Object.keys(MEANINGS) as Code[];

test('every code has a sentence and an advice, each a whole sentence', () => {
  for (const code of codes) {
    for (const text of [MEANINGS[code].says, MEANINGS[code].help])
      expect(text, code).toMatch(/^(?:[\p{Lu}{]|didit-migrate |mappings\/).*[.!?)}]$/su);
  }
});

test('a placeholder without a value stays visible', () => {
  expect(sentence('row_ragged', { found: 3 })).toBe('The row has 3 cells, the header has {expected}.');
});

test('a value that looks like a placeholder or a replacement pattern is text', () => {
  expect(sentence('export_missing', { file: '$& {file} $1' })).toBe('There is no file $& {file} $1.');
});

test('an error knows what comes next, and how the process ends', () => {
  expect(new MigrateError('outage', { what: 'create', minutes: 60 })).toMatchObject({
    next: 'stop the run',
    exit: 3,
    held: false,
  });
  expect(new MigrateError('export_missing', { file: 'x' })).toMatchObject({ next: 'stop the run', exit: 2 });
  expect(new MigrateError('server_error', { status: 502 }).next).toBe('try again');
  expect(new MigrateError('status_conflict')).toMatchObject({ next: 'give up this item', held: true });
});

test('every code is thrown somewhere in the program, and met by a test', () => {
  const sources = textsBelow('../src').filter(([file]) => file !== 'errors.ts');
  const tests = textsBelow('.').filter(([file]) => file !== 'errors.test.ts');
  const unused = codes.filter((code) => !sources.some(([, text]) => text.includes(`'${code}'`)));
  const untested = codes.filter((code) => !tests.some(([, text]) => text.includes(code) || text.includes(partOf(code))));
  expect({ unused, untested }).toEqual({ unused: [], untested: [] });
});

/** The longest part of the sentence between placeholders: a test may assert what the user reads instead of the code. */
function partOf(code: Code): string {
  const longest =
    MEANINGS[code].says
      .split(/\{\w+\}/)
      .sort((a, b) => b.length - a.length)[0]
      ?.trim() ?? '';
  return longest.length > 12 ? longest : code;
}

function textsBelow(folder: string): [file: string, text: string][] {
  const root = new URL(folder, import.meta.url).pathname;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') || file.endsWith('expected.json'))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')]);
}
