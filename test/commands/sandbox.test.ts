import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';

test('it prints one line of JSON, serves, and ends with exit code 0', async () => {
  const running = new Workdir().start(['sandbox', '--port', '0', '--json']);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const [line] = await once(createInterface({ input: running.process.stdout }), 'line');
  const target = JSON.parse(line);
  expect(Object.keys(target)).toEqual(['base_url', 'api_key', 'organization_id', 'application_id']);
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
  for await (const line of createInterface({ input: running.process.stdout })) if (lines.push(line) === 6) break;
  running.process.kill('SIGTERM');
  await running.ended;
  const names = lines.filter((line) => line.startsWith('export ')).map((line) => line.slice(7).split('=')[0]);
  expect(names).toEqual(['DIDIT_BASE_URL', 'DIDIT_API_KEY', 'DIDIT_ORGANIZATION_ID', 'DIDIT_APPLICATION_ID']);
});
