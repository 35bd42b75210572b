import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sharedLanesId } from '../../src/didit/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';
import { RedisServer, withoutRedis } from '../helpers/redis.js';

test('an address that is none is refused without showing it, and so is one where both limits are off', async () => {
  const dir = new Workdir();
  const environment = { DIDIT_API_KEY: 'k', DIDIT_ORGANIZATION_ID: 'o', DIDIT_APPLICATION_ID: 'a' };
  const wrong = await dir.run(['run', 'x.csv', '--redis', 'http://user:geheim-4711@localhost'], environment);
  expect(wrong.code, wrong.story).toBe(2);
  expect(wrong.stderr).toContain('--redis must be an address such as redis://host:6379');
  expect(wrong.stdout + wrong.stderr).not.toContain('4711');
  const off = await dir.run(
    ['run', 'x.csv', '--redis', 'redis://localhost', '--write-limit', 'off', '--read-limit', 'off'],
    environment,
  );
  expect(off.stderr).toContain('--redis shares the limits among processes, and both are off');
});

describe.skipIf(withoutRedis())('with a Redis server', { timeout: 120_000 }, () => {
  test('two parts on one limit: nobody is throttled, also when one is killed and resumes', async () => {
    const limit = { requests: 40, windowMs: 2_000 };
    const redis = await RedisServer.start('--requirepass', 'geheim-4711');
    redis.password = 'geheim-4711';
    const sandbox = await startSandbox({ writeLimit: limit, readLimit: limit });
    onTestFinished(() => sandbox.close());
    const dir = new Workdir();
    dir.write('customers.csv', toCsv(people(240).map((row) => ({ ...row, face: '' }))));
    const environment = {
      ...environmentOf(sandbox),
      DIDIT_MIGRATE_WRITE_LIMIT: '40/2s',
      DIDIT_MIGRATE_READ_LIMIT: '40/2s',
      DIDIT_MIGRATE_REDIS: redis.url.replace('//', '//:geheim-4711@'),
    };
    const start = (part: string) => dir.start(['run', 'customers.csv', '--yes', '--shard', part], environment);
    const both = [start('1/2'), start('2/2')] as const;
    await openLanes(redis, sharedLanesId(sandbox.baseUrl, sandbox.apiKey));

    while (sandbox.state.users.size < 60) await delay(20);
    both[0].process.kill('SIGKILL');
    const resumed = await start('1/2').ended;
    const other = await both[1].ended;
    for (const run of [resumed, other]) {
      expect(run.code, run.story).toBe(0);
      expect(run.stdout + run.stderr).not.toContain('4711');
    }
    expect(sandbox.state.users.size).toBe(240);
    const counts = [...sandbox.state.requests];
    expect(counts.filter(([request]) => request.endsWith('429'))).toEqual([]);
    // What was in flight when the process died may have been asked for twice, and was refused then.
    expect(sandbox.state.requests.get('POST /v3/users/create/ 201')).toBe(240);
  });
});

/** As if the time after the beginning of a count were over. */
async function openLanes(redis: RedisServer, id: string): Promise<void> {
  while ((await redis.command('ZREM', `didit-migrate:${id}:write`, 'anew')) === 0) await delay(20);
}
