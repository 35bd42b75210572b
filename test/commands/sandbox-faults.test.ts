import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { sandbox } from '../../src/commands/sandbox.js';
import { Workdir } from '../helpers/program.js';

test('--faults, --fault-seed and --log reach the sandbox, and an interrupt ends it with a whole log', async () => {
  const dir = new Workdir();
  const args = [
    'sandbox',
    '--port',
    '0',
    '--json',
    '--faults',
    '503-before=50%',
    '--fault-seed',
    '7',
    '--log',
    'requests.ndjson',
  ];
  const running = dir.start(args);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const [line] = await once(createInterface({ input: running.process.stdout }), 'line');
  const { base_url, api_key } = JSON.parse(line);
  const statuses: number[] = [];
  for (let index = 0; index < 8; index++) {
    statuses.push((await fetch(`${base_url}/v3/users/`, { headers: { 'x-api-key': api_key } })).status);
  }
  running.process.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code, ended.story).toBe(0);
  expect(statuses).toEqual([503, 200, 200, 503, 200, 503, 200, 503]);
  const log = dir.read('requests.ndjson').trimEnd().split('\n');
  expect(log.map((entry) => JSON.parse(entry).status)).toEqual(statuses);
});

test('the seed is 1 unless told otherwise, and without --faults nothing goes wrong', async () => {
  const requestsWith = async (settings: Parameters<typeof sandbox>[0]) => {
    const server = await sandbox({ port: 0, ...settings });
    onTestFinished(() => server.close());
    const headers = { 'x-api-key': server.apiKey };
    for (let index = 0; index < 20; index++) await (await fetch(`${server.baseUrl}/v3/users/`, { headers })).text();
    return Object.fromEntries(server.state.requests);
  };
  expect(await requestsWith({})).toEqual({ 'GET /v3/users/ 200': 20 });
  const seedOne = await requestsWith({ faults: '502-after=50%', faultSeed: 1 });
  expect(Object.keys(seedOne).sort()).toEqual(['GET /v3/users/ 200', 'GET /v3/users/ 502']);
  expect(await requestsWith({ faults: '502-after=50%' })).toEqual(seedOne);
});

test('faults that there are not are refused with a sentence', async () => {
  const refused = sandbox({ port: 0, faults: '503-befor=10%' });
  await expect(refused).rejects.toMatchObject({ code: 'settings_invalid' });
  await expect(refused).rejects.toThrow('  - --faults knows no fault "503-befor"; the faults are 500-before, ');
});
