import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readCheckpoint } from '../../src/checkpoint/index.js';
import { progressSchema } from '../../src/progress/progress.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

async function rehearsal() {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', latencyMs: 60 });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(60).map((row) => ({ ...row, face: '' }))));
  const run = ['run', 'customers.csv', '--yes', '-c', 'all.db', '--concurrency', '1'];
  return { sandbox, dir, run };
}

test('status --watch tells of a run until it has ended, each line as it is published', async () => {
  const { sandbox, dir, run } = await rehearsal();
  const running = dir.start(run, environmentOf(sandbox));
  while (sandbox.state.users.size < 3) await delay(10);
  const watching = await dir.run(['status', '--watch', '--json', '-c', 'all.db']);
  expect(watching.code, watching.story).toBe(0);
  const lines = watching.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = lines.pop();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(progressSchema.parse(line)).toMatchObject({ phase: 'migrating', of: 60 });
  const ended = await running.ended;
  expect(ended.code, ended.story).toBe(0);
  expect(last).toMatchObject({ schema: 'didit-migrate/summary', runs: [] });
}, 30_000);

test('a run that died is told apart from one that goes on', async () => {
  const { sandbox, dir, run } = await rehearsal();
  const running = dir.start(run, environmentOf(sandbox));
  while (sandbox.state.users.size < 3) await delay(10);
  const during = await dir.run(['status', '-c', 'all.db']);
  expect(during.stdout).toContain('A run goes on: migrating:');
  running.process.kill('SIGKILL');
  await running.ended;
  const checkpoint = readCheckpoint(dir.path('all.db'));
  const noted = JSON.parse(checkpoint.meta.get('progress') ?? '{}');
  checkpoint.close();
  const now = Date.parse(noted.at);
  while (Date.now() - now < 16_000) await delay(200);
  const after = await dir.run(['status', '--json', '-c', 'all.db']);
  expect(JSON.parse(after.stdout).runs).toMatchObject([{ shard: null, quiet: true, progress: { phase: 'migrating' } }]);
  // A watch does not wait for the dead.
  const watching = await dir.run(['status', '--watch', '-c', 'all.db']);
  expect(watching.stdout).toContain('if it has died, the same');
  const again = await dir.run(run, environmentOf(sandbox));
  expect(again.code, again.story).toBe(0);
  expect((await dir.run(['status', '--watch', '-c', 'all.db'])).stdout).not.toContain('A run ');
}, 60_000);
