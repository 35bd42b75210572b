import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { PUBLISHED, type SchemaName } from '../../src/schemas/index.js';
import { people, toCsv, writeFaces } from '../helpers/people.js';
import { type Ended, environmentOf, Workdir } from '../helpers/program.js';
import { at } from '../helpers/samples.js';

// Several programs one after the other.
vi.setConfig({ testTimeout: 120_000 });

/** What was printed, when it is what the schema says, to the last key. */
function printed(name: SchemaName, { stdout, story }: Pick<Ended, 'stdout' | 'story'>) {
  const said: Record<string, unknown> = JSON.parse(stdout);
  const { success, error } = PUBLISHED[name].printed.safeParse(said);
  expect(success, `${error}\n${story}`).toBe(true);
  const summary = ['validate', 'convert', 'status'].includes(name);
  expect(said).toMatchObject({ schema: `didit-migrate/${summary ? 'summary' : name}`, version: 1 });
  expect(PUBLISHED[name].printed.safeParse({ ...said, more: 1 }).success).toBe(false);
  return said;
}

test('each command of a migration prints what its schema says', async () => {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const environment = environmentOf(sandbox);
  const dir = new Workdir();
  const rows = people(6);
  dir.write('customers.csv', toCsv([...rows, { ...rows[0], vendor_data: '' }]));
  dir.write('ours.txt', 'User-1\nUser-9\n');
  await writeFaces(dir.path('faces'), rows.slice(1));
  const plan = ['customers.csv', '--faces', 'faces'];
  const kept = ['-c', 'a.db', '--report', 'report'];
  const says = async (name: SchemaName, ...args: string[]) => printed(name, await dir.run([...args, '--json'], environment));

  expect(await says('validate', 'validate', ...plan)).not.toHaveProperty('expected');
  expect(await says('validate', 'validate', ...plan, '--expect', 'ours.txt')).toMatchObject({ expected: { ids: 2 } });
  expect(await says('convert', 'convert', 'customers.csv', '--to', 'didit-console-csv', '-o', 'users.csv')).toHaveProperty(
    'lost',
  );
  await says('doctor', 'doctor', '--write-test', '-c', 'a.db');
  await says('summary', 'run', ...plan, ...kept, '--yes');
  expect(await says('status', 'status', '-c', 'a.db')).toMatchObject({ runs: [] });
  await says('verification', 'verify', ...kept);
  expect(await says('summary', 'report', ...kept)).toMatchObject({ verification: { sample: null } });
  expect(await says('rollback', 'rollback', ...kept)).toMatchObject({ dry: true, by_outcome: { 'to delete': 6 } });
  expect(await says('rollback', 'rollback', ...kept, '--yes')).toMatchObject({ dry: false, by_outcome: { deleted: 6 } });
  expect(await says('purge', 'purge', ...kept, '--yes')).toMatchObject({ files: expect.arrayContaining(['report/rejects.csv']) });
});

test.each(['generic', 'persona/inquiries', 'sumsub/dashboard'])('samples/%s is inspected as the schema says', async (sample) => {
  const inspected = printed('inspection', await new Workdir().run(['inspect', at(`samples/${sample}`), '--json']));
  expect(inspected).toMatchObject({ mapping: { fits: sample.split('/')[0] } });
});

test('an export that breaks off is inspected as the schema says', async () => {
  const dir = new Workdir();
  dir.write('users.json', '{"users":[{"vendor_data":"a","status":"ACTIVE"},{"vendor_data":"b","sta');
  expect(printed('inspection', await dir.run(['inspect', 'users.json', '--json']))).toMatchObject({
    exports: [{ broken: expect.any(String) }],
  });
});

test('mappings are listed, shown and tested as their schemas say', async () => {
  const dir = new Workdir();
  const listed = printed('mappings', await dir.run(['mappings', 'list', '--json']));
  expect(listed).toMatchObject({ mappings: expect.arrayContaining([expect.objectContaining({ name: 'generic' })]) });
  expect(printed('mapping', await dir.run(['mappings', 'show', 'generic', '--json']))).toMatchObject({ name: 'generic' });
  mkdirSync(dir.path('sample'));
  dir.write('sample/export.csv', 'vendor_data,full_name,status\n1,Testa Sample,ACTIVE\n');
  dir.write('sample/expected.json', '{"now":"2026-01-01T00:00:00Z","records":[{"record":1,"problems":[]},{"record":2}]}');
  const tested = printed('mapping-test', await dir.run(['mappings', 'test', 'sample', '-m', 'generic', '--json']));
  expect(tested).toMatchObject({ mapping: 'generic', records: 1, surprises: [{ record: 1 }, { record: 2 }] });
});

test('the line of a sandbox is what its schema says', async () => {
  const running = new Workdir().start(['sandbox', '--port', '0', '--json', '--webhook', 'http://127.0.0.1:9/']);
  if (!running.process.stdout) throw new Error('The sandbox has no standard output.');
  const [stdout] = await once(createInterface({ input: running.process.stdout }), 'line');
  expect(printed('sandbox', { stdout, story: stdout })).toHaveProperty('webhook_secret');
});
