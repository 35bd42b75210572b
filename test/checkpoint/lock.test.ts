import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint, readCheckpoint } from '../../src/checkpoint/index.js';
import { Workdir } from '../helpers/program.js';
import { TARGET } from './records.js';

const HOLDER = new URL('hold-checkpoint.mjs', import.meta.url).pathname;

/** Another process that has the checkpoint open. */
async function holder(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, file, TARGET], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test('a second run is refused at once, is told who holds the checkpoint, and gets it when that one was killed', async () => {
  const dir = new Workdir();
  const file = dir.path('a.db');
  const child = await holder(file);
  const begun = Date.now();
  for (let attempt = 1; attempt <= 2; attempt += 1)
    expect(() => openCheckpoint(file, TARGET)).toThrow(
      expect.objectContaining({ code: 'checkpoint_locked', detail: { file, pid: child.pid, host: hostname() } }),
    );
  expect(Date.now() - begun).toBeLessThan(1_000);
  readCheckpoint(file).close();

  child.kill('SIGKILL');
  await once(child, 'exit');
  const checkpoint = openCheckpoint(file, TARGET);
  expect(() => openCheckpoint(file, TARGET)).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ pid: process.pid }) }),
  );
  checkpoint.close();
  expect(dir.list().filter((name) => name.includes('lock'))).toEqual([]);
});

test('a checkpoint that was closed can be opened again at once, by whomever', async () => {
  const file = new Workdir().path('a.db');
  for (let time = 1; time <= 3; time += 1) openCheckpoint(file, TARGET).close();
  await holder(file);
});

test('a checkpoint that is refused is not held', () => {
  const dir = new Workdir();
  const file = dir.path('a.db');
  openCheckpoint(file, TARGET).close();
  expect(() => openCheckpoint(file, 'another target')).toThrow(expect.objectContaining({ code: 'checkpoint_target' }));
  openCheckpoint(file, TARGET).close();
  expect(dir.list()).toEqual(['a.db']);
});
