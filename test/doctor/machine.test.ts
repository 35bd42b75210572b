import { chmodSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/index.js';
import { checkMachine, checkNode, checkRoom, fileSystemElsewhere } from '../../src/doctor/machine.js';
import { Workdir } from '../helpers/program.js';

const machineAt = (checkpoint: string) => ({ nodeVersion: process.versions.node, checkpoint, target: 'somewhere', proxy: false });

test('a machine that can run a migration, before the first run and after it', async () => {
  const dir = new Workdir();
  const file = dir.path('a.db');
  const before = await checkMachine(machineAt(file));
  expect(before.map(({ check }) => check)).toEqual(['node', 'disk', 'checkpoint']);
  expect(before.at(-1)).toMatchObject({ result: 'ok', says: 'The checkpoint is not there yet, and can be made.' });
  expect(dir.list()).toEqual([]);
  openCheckpoint(file, 'somewhere').close();
  expect((await checkMachine(machineAt(file))).at(-1)).toMatchObject({ result: 'ok' });
});

test('a checkpoint of another target, a text in its place, a folder that is not there', async () => {
  const dir = new Workdir();
  openCheckpoint(dir.path('other.db'), 'elsewhere').close();
  dir.write('text.db', 'This is a text, and long enough to be taken for one. '.repeat(20));
  const last = async (file: string) => (await checkMachine(machineAt(dir.path(file)))).at(-1);
  expect(await last('other.db')).toMatchObject({ result: 'problem', says: expect.stringContaining('belongs to another target') });
  expect(await last('text.db')).toMatchObject({ result: 'problem', says: expect.stringContaining('it is not a checkpoint') });
  expect(await last('nowhere/a.db')).toMatchObject({
    result: 'problem',
    says: expect.stringContaining('no such file or directory'),
  });
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written', async () => {
  const dir = new Workdir();
  chmodSync(dir.folder, 0o500);
  expect((await checkMachine(machineAt(dir.path('a.db')))).at(-1)).toMatchObject({ result: 'problem' });
  chmodSync(dir.folder, 0o700);
});

test('a proxy is told of', async () => {
  const checks = await checkMachine({ ...machineAt(new Workdir().path('a.db')), proxy: true });
  expect(checks[1]).toMatchObject({ check: 'proxy', result: 'look' });
});

test('the oldest Node is that of package.json', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe('>=20.19.0');
  expect(['v20.19.0', '22.1.0', '24.0.0'].map((version) => checkNode(version).result)).toEqual(['ok', 'ok', 'ok']);
  expect(['20.18.3', '18.20.0'].map((version) => checkNode(version).result)).toEqual(['problem', 'problem']);
});

test.each([
  [50e9, 'ok', '50.0 GB are free'],
  [500e6, 'look', '500 MB are free'],
  [5e6, 'problem', '5 MB are free'],
])('%d bytes of room are: %s', (free, result, says) => {
  expect(checkRoom(free)).toMatchObject({ result, says: expect.stringContaining(says) });
});

test('file systems that are somewhere else, also where the system gives their number a sign', () => {
  expect([0x6969, 0xff534d42, 0xff534d42 - 2 ** 32, 0x65735546].map(fileSystemElsewhere)).toEqual([
    'NFS',
    'CIFS',
    'CIFS',
    'FUSE',
  ]);
  expect(fileSystemElsewhere(0xef53)).toBeUndefined();
});
