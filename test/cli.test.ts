import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { Workdir } from './helpers/program.js';

/** Throws from a callback, where no caller catches it, as soon as the program listens for that. */
const MISTAKE = `process.on('newListener', (name) => {
  if (name === 'uncaughtException') setImmediate(() => { throw new TypeError('Testa Sample'); });
})`;

test('a mistake in a callback ends with exit code 3, says where it is, and shows nobody’s data', async () => {
  const dir = new Workdir();
  const environment = { NODE_OPTIONS: `--import=${pathToFileURL(dir.write('mistake.mjs', MISTAKE)).href}` };
  const run = await dir.run(['sandbox', '--port', '0'], environment);
  expect(run.code, run.story).toBe(3);
  expect(run.stderr).toContain('This is a bug in didit-migrate');
  expect(run.stderr).toMatch(/^ +at /m);
  expect(run.stderr).not.toContain('Testa');
});
