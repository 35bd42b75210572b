import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { differences, people, requestsOf, toCsv, writeFaces } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

async function sandboxFor(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

async function prepared(count: number) {
  const dir = new Workdir();
  const rows = people(count);
  dir.write('customers.csv', toCsv(rows));
  await writeFaces(dir.path('faces'), rows);
  return { dir, rows };
}

const RUN = ['run', 'customers.csv', '--faces', 'faces', '--yes'];

test('everybody is migrated with status and face, by no write more than is needed, and a second run sends nothing', async () => {
  const { dir, rows } = await prepared(30);
  const sandbox = await sandboxFor();

  const first = await dir.run(RUN, environmentOf(sandbox));
  expect(first.code, first.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
  const blocked = rows.filter(({ status }) => status === 'BLOCKED').length;
  expect(requestsOf(sandbox)).toEqual({ writes: 30 + blocked + 30, reads: 1 });
  expect(sandbox.state.verificationLinksRequested).toBe(0);

  const second = await dir.run(RUN, environmentOf(sandbox));
  expect(second.code, second.story).toBe(0);
  expect(requestsOf(sandbox)).toEqual({ writes: 30 + blocked + 30, reads: 1 });

  const application = sandbox.applicationId.slice(0, 8);
  expect(dir.list()).toEqual([
    'customers.csv',
    `didit-migrate-${application}-report`,
    `didit-migrate-${application}.db`,
    'faces',
  ]);
  const results: Record<string, string>[] = parse(dir.read(`didit-migrate-${application}-report/results.csv`), {
    columns: true,
    bom: true,
  });
  expect(results.map((row) => [row['vendor_data'], row['didit_internal_id'], row['outcome']])).toEqual(
    rows.map(({ vendor_data }) => [vendor_data, sandbox.state.users.get(vendor_data.toLowerCase())?.didit_internal_id, 'done']),
  );
});

test('faces arrive upright, within the size that Didit takes, and without metadata', async () => {
  const { dir } = await prepared(2);
  const sandbox = await sandboxFor();
  const run = await dir.run(RUN, environmentOf(sandbox));
  expect(run.code, run.story).toBe(0);
  for (const user of sandbox.state.users.values()) {
    const [face] = user.faces;
    const facts = await sharp(face?.bytes).metadata();
    expect(facts).toMatchObject({ format: 'jpeg', width: 480, height: 600 });
    expect([facts.exif, facts.icc, facts.xmp, facts.iptc, facts.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test('nobody’s name, birth date or e-mail is in anything that is printed, logged or reported', async () => {
  const { dir, rows } = await prepared(6);
  const sandbox = await sandboxFor();
  const run = await dir.run(
    [...RUN, '--log-file', 'run.log', '--log-level', 'debug', '--report', 'report', '-c', 'all.db'],
    environmentOf(sandbox),
  );
  expect(run.code, run.story).toBe(0);
  const everything = [
    run.stdout,
    run.stderr,
    dir.read('run.log'),
    ...['results.csv', 'summary.json'].map((file) => dir.read(`report/${file}`)),
  ].join('\n');
  for (const { full_name, date_of_birth, email } of rows) {
    for (const secret of [full_name, date_of_birth, email, 'Findmename', 'findmemail']) expect(everything).not.toContain(secret);
  }
  expect(everything).not.toContain(sandbox.apiKey);
  // Done people are erased from the checkpoint as well: what is left is one file without them.
  expect(dir.list()).toEqual(['all.db', 'customers.csv', 'faces', 'report', 'run.log']);
  expect(dir.read('all.db')).not.toMatch(/findme/i);
});

test('without a yes nothing is sent, and the exact command is printed', async () => {
  const { dir } = await prepared(3);
  const sandbox = await sandboxFor();
  const run = await dir.run(['run', 'customers.csv', '--faces', 'faces'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('Nothing was sent: a run writes only after a yes, and there is nobody to ask here.');
  expect(run.stderr).toContain('To go ahead: didit-migrate run customers.csv --faces faces --yes');
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
});

test('a run without an export wants a plan to go on with', async () => {
  const dir = new Workdir();
  const sandbox = await sandboxFor();
  const run = await dir.run(['run', '--yes'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('holds no plan yet.');
});

test('a pilot takes up only so many people, and the next run the others', async () => {
  const { dir, rows } = await prepared(12);
  const sandbox = await sandboxFor();
  const pilot = await dir.run([...RUN, '--limit', '4'], environmentOf(sandbox));
  expect(pilot.code, pilot.story).toBe(0);
  expect(sandbox.state.users.size).toBe(4);
  const rest = await dir.run(RUN, environmentOf(sandbox));
  expect(rest.code, rest.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
});

test('after a kill -9 the same command finishes: nobody missing, nobody twice, every face once', async () => {
  const { dir, rows } = await prepared(40);
  const sandbox = await sandboxFor({ latencyMs: [5, 40] });
  let kills = 0;
  for (;;) {
    const running = dir.start(RUN, environmentOf(sandbox));
    const usersBefore = sandbox.state.users.size;
    const watch = setInterval(() => {
      // Killed in the middle of work, at another place each time.
      if (kills < 4 && sandbox.state.users.size >= Math.min(rows.length, usersBefore + 7 + kills))
        running.process.kill('SIGKILL');
    }, 3);
    const ended = await running.ended;
    clearInterval(watch);
    if (ended.signal === 'SIGKILL') {
      kills += 1;
      continue;
    }
    expect(ended.code, ended.story).toBe(0);
    break;
  }
  expect(kills).toBeGreaterThan(1);
  expect(differences(sandbox, rows)).toEqual([]);
}, 60_000);

test('an interrupt lets calls in flight finish, ends with 130, and the same command goes on', async () => {
  const { dir, rows } = await prepared(40);
  const sandbox = await sandboxFor({ latencyMs: 50 });
  const running = dir.start(RUN, environmentOf(sandbox));
  while (sandbox.state.users.size < 10) await delay(5);
  running.process.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped.code, stopped.story).toBe(130);
  expect(stopped.stderr).toContain('To go on: didit-migrate run customers.csv --faces faces --yes');
  expect(sandbox.state.users.size).toBeLessThan(rows.length);

  const before = requestsOf(sandbox).writes;
  const rest = await dir.run(RUN, environmentOf(sandbox));
  expect(rest.code, rest.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
  const needed = rows.length * 2 + rows.filter(({ status }) => status === 'BLOCKED').length;
  expect(before + (requestsOf(sandbox).writes - before)).toBe(needed);
}, 60_000);

test('an interrupt while the export is read ends with 130 as well', async () => {
  const dir = new Workdir();
  const rows = Array.from({ length: 100_000 }, (_, index) => `p${index},Testa Sample,ACTIVE`);
  dir.write('many.csv', `vendor_data,full_name,status\n${rows.join('\n')}\n`);
  const sandbox = await sandboxFor();
  const running = dir.start(['run', 'many.csv', '--yes'], environmentOf(sandbox));
  running.process.stderr?.on('data', (line) => String(line).includes('reading') && running.process.kill('SIGINT'));
  const ended = await running.ended;
  expect(ended.code, ended.story).toBe(130);
  expect(ended.stderr).toContain('Interrupted');
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
}, 60_000);

test('a reader that closes the pipe ends no run', async () => {
  const { dir, rows } = await prepared(12);
  const sandbox = await sandboxFor({ latencyMs: 20 });
  const under = ['sh', '-c', '{ "$@"; echo "$?" > code; } | true', 'sh'];
  await dir.run(RUN, environmentOf(sandbox), { under });
  expect(dir.read('code')).toBe('0\n');
  expect(differences(sandbox, rows)).toEqual([]);
}, 60_000);

test('a refused key stops at once with exit code 3, and a good one goes on', async () => {
  const { dir, rows } = await prepared(5);
  const sandbox = await sandboxFor();
  const refused = await dir.run(RUN, { ...environmentOf(sandbox), DIDIT_API_KEY: 'sk_test_wrong' });
  expect(refused.code, refused.story).toBe(3);
  expect(refused.stderr).toContain('Didit refused the API key (401)');
  expect(requestsOf(sandbox).writes).toBe(1);
  const good = await dir.run(RUN, environmentOf(sandbox));
  expect(good.code, good.story).toBe(0);
  expect(differences(sandbox, rows)).toEqual([]);
});

test('a wrong application accepts users but not faces: the run stops, and goes on with the right one or without faces', async () => {
  const { dir, rows } = await prepared(4);
  const sandbox = await sandboxFor();
  const wrong = { ...environmentOf(sandbox), DIDIT_APPLICATION_ID: '00000000-0000-0000-0000-000000000000' };
  const stopped = await dir.run(RUN, wrong);
  expect(stopped.code, stopped.story).toBe(3);
  expect(stopped.stderr).toContain('Users are accepted but the face route answers 404');
  const without = await dir.run(['run', 'customers.csv', '--no-faces', '--yes'], wrong);
  expect(without.code, without.story).toBe(0);
  expect(differences(sandbox, rows, 0)).toEqual([]);
});

test('two runs cannot use one checkpoint', async () => {
  const { dir } = await prepared(30);
  const sandbox = await sandboxFor({ latencyMs: 200 });
  // One person at a time: it has to be at work still when the second one has started, however slow the machine is.
  const running = dir.start([...RUN, '--concurrency', '1'], environmentOf(sandbox));
  while (sandbox.state.users.size < 2) await delay(5);
  const second = await dir.run(RUN, environmentOf(sandbox));
  expect(second.code, second.story).toBe(2);
  expect(second.stderr).toContain(`Another run is using the checkpoint`);
  expect(second.stderr).toContain(`process ${running.process.pid} on `);
  running.process.kill('SIGINT');
  await running.ended;
});

test('faces in the export want a word about where the images are', async () => {
  const { dir } = await prepared(3);
  const sandbox = await sandboxFor();
  const run = await dir.run(['run', 'customers.csv', '--yes'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('3 people have a face named in the export, and it was not said where the images are.');
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
});

test('all problems with the settings are told at once', async () => {
  const dir = new Workdir();
  const run = await dir.run([
    'run',
    'x.csv',
    '--write-limit',
    'fast',
    '--base-url',
    'http://didit.example',
    '--concurrency',
    '0',
    '--yes',
  ]);
  expect(run.code, run.story).toBe(2);
  for (const option of ['--write-limit', '--base-url', '--concurrency', '--organization-id', '--application-id'])
    expect(run.stderr).toContain(option);
  expect(run.stderr).toContain('must be https; plain http is for this machine only');
});

test('an option that does not exist is refused, the key as an option too', async () => {
  const dir = new Workdir();
  const run = await dir.run(['run', 'x.csv', '--api-key', 'sk_test_secret']);
  expect(run.code, run.story).toBe(2);
  expect(run.stderr).toContain('api-key');
  expect(run.stderr).not.toContain('sk_test_secret');
});
