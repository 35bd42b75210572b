import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { sandbox } from '../../src/commands/sandbox.js';
import { addressSchema } from '../../src/sandbox/index.js';
import { Workdir } from '../helpers/program.js';
import { receiveWebhooks } from '../sandbox/receive-webhooks.js';

test('it prints one line of JSON, serves, and ends with exit code 0', async () => {
  const running = new Workdir().start(['sandbox', '--port', '0', '--json']);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const [line] = await once(createInterface({ input: running.process.stdout }), 'line');
  const target = JSON.parse(line);
  expect(addressSchema.parse(target)).not.toHaveProperty('webhook_secret');
  const users = await fetch(`${target.base_url}/v3/users/`, { headers: { 'x-api-key': target.api_key } });
  expect(await users.json()).toEqual({ count: 0, next: null, previous: null, results: [] });
  running.process.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code, ended.story).toBe(0);
});

test('without --json it prints lines to paste', async () => {
  const running = new Workdir().start(['sandbox', '--port', '0']);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const lines: string[] = [];
  for await (const line of createInterface({ input: running.process.stdout })) if (lines.push(line) === 7) break;
  running.process.kill('SIGTERM');
  await running.ended;
  const names = lines.filter((line) => line.startsWith('export ')).map((line) => line.slice(7).split('=')[0]);
  expect(names).toEqual(['DIDIT_BASE_URL', 'DIDIT_API_KEY', 'DIDIT_ORGANIZATION_ID', 'DIDIT_APPLICATION_ID']);
});

test('with --webhook it says the secret, and sends what is signed with it', async () => {
  const receiver = await receiveWebhooks();
  const server = await sandbox({ port: 0, webhook: receiver.url, webhookSecret: 'a secret', seedUsers: 2 });
  onTestFinished(() => server.close());
  expect(server.state.users.size).toBe(2);
  await fetch(`${server.baseUrl}/v3/users/create/`, {
    method: 'POST',
    headers: { 'x-api-key': server.apiKey },
    body: '{"vendor_data": "user-1"}',
  });
  const [{ headers, text }] = await receiver.take(1);
  expect(headers['x-signature']).toBe(createHmac('sha256', 'a secret').update(text).digest('hex'));

  const running = new Workdir().start(['sandbox', '--port', '0', '--json', '--webhook', receiver.url]);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const [line] = await once(createInterface({ input: running.process.stdout }), 'line');
  expect(JSON.parse(line).webhook_secret).toMatch(/^[\w-]{43}$/);
  running.process.kill('SIGINT');
  expect((await running.ended).code).toBe(0);
});

test('the profile, the kind of the key and the latency are taken', async () => {
  const server = await sandbox({ port: 0, profile: 'guide,conflict=400-detail', keyKind: 'DEVELOPER', latency: '20ms-30ms' });
  onTestFinished(() => server.close());
  const headers = { 'x-api-key': server.apiKey };
  const create = () =>
    fetch(`${server.baseUrl}/v3/users/create/`, { method: 'POST', headers, body: '{"vendor_data": "User-1"}' });
  expect(await (await create()).json()).toMatchObject({ vendor_data: 'User-1' });
  const started = performance.now();
  expect(await (await create()).json()).toEqual({ detail: expect.any(String) });
  expect(performance.now() - started).toBeGreaterThanOrEqual(19);
  expect((await fetch(`${server.baseUrl}/v3/users/User-1/`, { method: 'PATCH', headers, body: '{}' })).status).toBe(403);
});

test('all that is wrong with its options is said at once', async () => {
  const refused = sandbox({ port: 0, faults: '503=1%', profile: 'odd', keyKind: 'KING', webhook: 'http://example.com/' });
  await expect(refused).rejects.toMatchObject({ code: 'settings_invalid' });
  await expect(refused).rejects.toThrow(
    /--faults knows no fault(.|\n)*--profile knows no "odd"(.|\n)*--key-kind(.|\n)*--webhook leads/,
  );
  for (const latency of ['5', '-5ms', '20ms-10ms', '1ms-2ms-3ms', '1ms-']) {
    await expect(sandbox({ port: 0, latency })).rejects.toThrow('such as 50ms-200ms');
  }
});

test('a port that is taken is told of in a sentence', async () => {
  const server = await sandbox({ port: 0 });
  onTestFinished(() => server.close());
  const second = await new Workdir().run(['sandbox', '--port', new URL(server.baseUrl).port], {});
  expect(second.code, second.story).toBe(2);
  expect(second.stderr).toContain('The sandbox cannot start: address already in use.');
});
