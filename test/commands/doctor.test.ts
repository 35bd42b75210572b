import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { requestsOf } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

async function sandboxFor(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

test('without --write-test nothing is written anywhere, and the key is not shown', async () => {
  const sandbox = await sandboxFor();
  const dir = new Workdir();
  const doctor = await dir.run(['doctor'], environmentOf(sandbox));
  expect(doctor.code, doctor.story).toBe(0);
  expect(doctor.stdout).toContain('The key reads users (404 for an id that nobody has).');
  expect(doctor.stdout).toContain('→ didit-migrate doctor --write-test tells, with a test user that is');
  expect(doctor.stdout).toContain('Nothing stands against a run.');
  expect(doctor.stdout + doctor.stderr).not.toContain(sandbox.apiKey.slice('sk_test_'.length));
  expect(dir.list()).toEqual([]);
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 2 });
});

test('with --write-test everything is tried, nothing stays in Didit, and the checkpoint knows', async () => {
  const sandbox = await sandboxFor();
  const dir = new Workdir();
  const doctor = await dir.run(['doctor', '--write-test', '--json', '-c', 'all.db'], environmentOf(sandbox));
  expect(doctor.code, doctor.story).toBe(0);
  const result = JSON.parse(doctor.stdout);
  expect(result).toMatchObject({
    schema: 'didit-migrate/doctor',
    version: 1,
    exit_code: 0,
    learnt: { face_list: 'shows faces' },
  });
  expect(sandbox.state.users.size).toBe(0);
  expect(dir.list()).toEqual(['all.db']);
});

test('once somebody is there, reading tells whether the ids are right', async () => {
  const sandbox = await sandboxFor();
  const dir = new Workdir();
  dir.write('one.csv', 'vendor_data,full_name,status\nq1,Testa Sample,ACTIVE\n');
  const run = await dir.run(['run', 'one.csv', '--no-faces', '--yes', '-c', 'all.db'], environmentOf(sandbox));
  expect(run.code, run.story).toBe(0);
  const right = await dir.run(['doctor', '-c', 'all.db'], environmentOf(sandbox));
  expect(right.stdout).toContain('Organization and application are those of the key');
  const other = { ...environmentOf(sandbox), DIDIT_APPLICATION_ID: '00000000-0000-4000-8000-000000000000' };
  const wrong = await dir.run(['doctor'], other);
  expect(wrong.stdout).toContain('the list of faces answers 404');
});

test('what stands against a run ends with exit code 2 and says what to do', async () => {
  const sandbox = await sandboxFor();
  const dir = new Workdir();
  const refused = await dir.run(['doctor'], { ...environmentOf(sandbox), DIDIT_API_KEY: 'sk_test_wrong' });
  expect(refused.code, refused.story).toBe(2);
  expect(refused.stdout).toContain('PROBLEM  Didit refused the API key (401): read a user.');
  expect(refused.stdout).toContain('→ Check the key, its expiry and its application');
  const missing = await dir.run(['doctor']);
  expect(missing.code, missing.story).toBe(2);
  expect(missing.stderr).toContain('--organization-id is missing');
  const nobody = await dir.run(['doctor'], { ...environmentOf(sandbox), DIDIT_BASE_URL: 'http://127.0.0.1:9' });
  expect(nobody.code, nobody.story).toBe(2);
  expect(nobody.stdout).toContain('The connection broke: ECONNREFUSED.');
});
