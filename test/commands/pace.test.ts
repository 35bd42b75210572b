import { expect, onTestFinished, test } from 'vitest';
import { type RequestEntry, startSandbox } from '../../src/sandbox/index.js';
import { differences, people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

/** A window so short that the margin is its least: a timer that fires a moment early would show at once. */
const LIMIT = { requests: 30, windowMs: 1_000 };

test('a server that allows exactly our limit in any window never refuses, not after a restart either', async () => {
  const writes: RequestEntry[] = [];
  const sandbox = await startSandbox({
    writeLimit: LIMIT,
    readLimit: 'off',
    latencyMs: [5, 60],
    onRequest: (entry) => entry.method !== 'GET' && writes.push(entry),
  });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const rows = people(100);
  dir.write('customers.csv', toCsv(rows));
  const run = ['run', 'customers.csv', '--no-faces', '--yes', '--write-limit', '30/1s'];
  const environment = environmentOf(sandbox);
  delete environment['DIDIT_MIGRATE_WRITE_LIMIT'];

  const dying = dir.start(run, environment);
  const watch = setInterval(() => writes.length > 45 && dying.process.kill('SIGKILL'), 2);
  expect((await dying.ended).signal).toBe('SIGKILL');
  clearInterval(watch);
  const ended = await dir.run(run, environment);
  expect(ended.code, ended.story).toBe(0);
  expect(differences(sandbox, rows, 0)).toEqual([]);
  expect(writes.filter(({ status }) => status === 429)).toEqual([]);

  // The limit was reached, so it was the count and not a slow machine that held the run back.
  const times = writes.map(({ arrivedAt }) => Number(arrivedAt));
  const most = Math.max(...times.map((end) => times.filter((at) => at <= end && at > end - LIMIT.windowMs).length));
  expect(most).toBeGreaterThan(LIMIT.requests / 2);
}, 60_000);
