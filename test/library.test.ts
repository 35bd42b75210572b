import { expect, onTestFinished, test } from 'vitest';
import { doctor, MigrateError, type Progress, run, status, validate, watch } from '../src/index.js';
import { startSandbox } from '../src/sandbox/index.js';
import { people, requestsOf, toCsv } from './helpers/people.js';
import { Workdir } from './helpers/program.js';

async function rehearsal(latencyMs = 0) {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', latencyMs });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const rows = people(40).map((row) => ({ ...row, face: '' }));
  dir.write('customers.csv', toCsv(rows));
  const { baseUrl, apiKey, organizationId, applicationId } = sandbox;
  const target = { baseUrl, apiKey, organizationId, applicationId, checkpoint: dir.path('all.db') };
  const settings = { ...target, exports: [dir.path('customers.csv')], report: dir.path('report'), yes: true, writeLimit: 'off' };
  return { sandbox, dir, target, settings };
}

test('a program is told of each phase, and nothing is printed', async () => {
  const { sandbox, settings, dir } = await rehearsal();
  const told: Progress[] = [];
  const planned = await validate({ exports: settings.exports }, { onProgress: (progress) => told.push(progress) });
  expect(planned.exitCode).toBe(0);
  expect(told.map(({ phase }) => phase)).toEqual(['reading']);
  told.length = 0;
  const { exitCode, summary } = await run(settings, { onProgress: (progress) => told.push(progress) });
  expect(exitCode).toBe(0);
  expect(summary.items.by_state.done).toBe(40);
  expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['reading', 'migrating']);
  expect(told.at(-1)).toMatchObject({ phase: 'migrating', people: 40, of: 40, done: 40, failed: 0 });
  expect(sandbox.state.users.size).toBe(40);
  expect(status({ checkpoint: dir.path('all.db') }).runs).toEqual([]);
  expect((await watch({ checkpoint: dir.path('all.db') })).finished).toBe(true);
});

test('an aborted run lets calls in flight finish, says what stopped it, and the same call goes on', async () => {
  const { sandbox, settings } = await rehearsal(20);
  const stop = new AbortController();
  const handlers = process.listenerCount('SIGINT');
  const timer = setInterval(() => sandbox.state.users.size > 5 && stop.abort(), 5);
  const stopped = await run(settings, { signal: stop.signal });
  clearInterval(timer);
  expect(stopped.stopped).toMatchObject({ code: 'interrupted' });
  expect(stopped.summary.items.by_state.pending).toBeGreaterThan(0);
  expect(process.listenerCount('SIGINT')).toBe(handlers);
  expect((await run(settings)).exitCode).toBe(0);
  expect(sandbox.state.users.size).toBe(40);
  expect(requestsOf(sandbox).writes).toBe(40 + 8);
});

test('a call whose signal was given up before begins nothing', async () => {
  const { sandbox, settings } = await rehearsal();
  await expect(run(settings, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'interrupted' });
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
});

test('without a yes nothing is sent, and settings are checked as those of the command line', async () => {
  const { sandbox, settings, target } = await rehearsal();
  await expect(run({ ...settings, yes: false })).rejects.toMatchObject({ code: 'confirmation_needed' });
  await expect(run({ ...settings, concurrency: 0 })).rejects.toThrow(MigrateError);
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
  expect(await doctor(target)).toMatchObject({ schema: 'didit-migrate/doctor', exit_code: 0 });
});
