import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { talkToSandbox } from './talk.js';

function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'requests.ndjson');
}

test('the log has a line for each request, and nobody in it', async () => {
  const log = freshFile();
  const { createUser, send, sandbox } = await talkToSandbox({
    log,
    faults: { seed: 1, rules: [{ kind: 'html', rate: 1, routes: ['get'] }] },
  });
  await createUser({ vendor_data: 'user-1' });
  await expect(send('GET', '/v3/users/user-1/')).rejects.toThrow(SyntaxError);
  await sandbox.close();
  const text = readFileSync(log, 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(lines).toEqual([
    { time, method: 'POST', route: '/v3/users/create/', status: 201 },
    { time, method: 'GET', route: '/v3/users/{vendor_data}/', status: 200, fault: 'html' },
  ]);
  expect(text).not.toContain('user-1');
  expect(text).not.toContain(sandbox.apiKey);
});

test('the log holds bodies for who asks for them, but no images and no keys', async () => {
  const log = freshFile();
  const { createUser, send, facesOf, sandbox } = await talkToSandbox({ log, logBodies: 'with bodies' });
  const faces = await facesOf('user-1');
  await createUser({ vendor_data: 'user-1' });
  await send('POST', `${faces}upload/`, { image: 'bm90aGluZw==' });
  await sandbox.close();
  const text = readFileSync(log, 'utf8');
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { path: '/v3/users/create/', request: { vendor_data: 'user-1' }, answer: { vendor_data: 'user-1', status: 'ACTIVE' } },
    { status: 400, request: { vendor_data: 'user-1' }, answer: { vendor_data: [expect.any(String)] } },
    { path: `${faces}upload/`, request: { image: '(12 characters)' }, answer: { image: [expect.any(String)] } },
  ]);
  expect(text).not.toContain(sandbox.apiKey);
  expect(statSync(log).mode & 0o777).toBe(0o600);
});

test('the log goes on at the end of the file', async () => {
  const log = freshFile();
  writeFileSync(log, 'before\n');
  const { send, sandbox } = await talkToSandbox({ log });
  await send('GET', '/v3/users/');
  await sandbox.close();
  expect(readFileSync(log, 'utf8')).toMatch(/^before\n\{.*\}\n$/);
});

test('a log that cannot be written is an error', async () => {
  await expect(startSandbox({ log: join(freshFile(), 'no-folder', 'log') })).rejects.toThrow('ENOENT');
});
