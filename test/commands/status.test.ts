import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

test('status and report tell where a checkpoint stands, by its name or by the application', async () => {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(4).map((row) => ({ ...row, face: '' }))));
  const run = await dir.run(['run', 'customers.csv', '--yes', '--limit', '3'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(0);

  const status = await dir.run(['status'], environmentOf(sandbox));
  expect(status.code, status.story).toBe(0);
  expect(status.stdout).toMatch(/done +3\n +pending +1\n/);
  expect(status.stdout).toMatch(
    /\nNext: run the same command again; it goes on from here\.\n +It was: didit-migrate run customers\.csv --yes --limit 3\n$/,
  );

  const file = `didit-migrate-${sandbox.applicationId.slice(0, 8)}.db`;
  const report = await dir.run(['report', '--checkpoint', file, '--report', 'again', '--json']);
  expect(report.code, report.story).toBe(0);
  expect(JSON.parse(report.stdout)).toMatchObject({
    schema: 'didit-migrate/summary',
    finished: false,
    items: { by_state: { done: 3, pending: 1 } },
  });
  expect(dir.read('again/results.csv').split('\n')).toHaveLength(4 + 2);
});

test.each([
  ['there is none', ['status', '-c', 'none.db'], 'There is no checkpoint none.db.'],
  ['it is something else', ['status', '-c', 'text.db'], 'The checkpoint text.db cannot be used: it is not a checkpoint.'],
  ['none is named', ['status'], '--checkpoint is missing'],
])('a sentence where %s', async (_, args, sentence) => {
  const dir = new Workdir();
  dir.write('text.db', 'This is a text, and long enough to be taken for one. '.repeat(20));
  const run = await dir.run(args);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain(sentence);
});
