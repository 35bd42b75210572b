import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { environmentOf, Workdir } from '../helpers/program.js';

test('a rejects file, mended and fed back, gives people the ids of the export, whatever a spreadsheet would make of them', async () => {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', "vendor_data,full_name,status\nq1,Testa Sample,ACTIVE\n=q4,Testa Sample,\n'+5,Testa Sample,\n");
  const options = ['--mapping', 'generic', '--no-faces', '--yes', '-c', 'all.db', '--report', 'report'];
  const first = await dir.run(['run', 'customers.csv', ...options], environmentOf(sandbox));
  expect(first.code, first.story).toBe(1);
  expect([...sandbox.state.users.keys()]).toEqual(['q1']);

  const rejects = dir.read('report/rejects.csv');
  expect(rejects).toContain("'=q4,Testa Sample,,");
  expect(rejects).toContain("''+5,Testa Sample,,");
  dir.write('mended.csv', rejects.replaceAll('Testa Sample,,', 'Testa Sample,ACTIVE,'));
  const second = await dir.run(['run', 'mended.csv', ...options], environmentOf(sandbox));
  expect(second.code, second.story).toBe(0);
  expect([...sandbox.state.users.keys()].sort()).toEqual(["'+5", '=q4', 'q1']);
});

test('rows that a spreadsheet has damaged are rejected again, nobody gets another id, and the whole ends with exit code 0', async () => {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  const long = '650000000000000000000001';
  const names = [`'t Hooft Sample`, '=1+1 Sample', '+34 Sample'];
  const rows = [long, '007', '+34600000001'].map((id, index) => `${id},${names[index]},`);
  dir.write(
    'customers.csv',
    ['vendor_data,full_name,status', ...rows, ',Nulla Sample,ACTIVE', 'r5,Ragga,Sample,ACTIVE', ''].join('\n'),
  );
  const options = ['--mapping', 'generic', '--no-faces', '--yes', '-c', 'all.db', '--report', 'report'];
  const run = (file: string) => dir.run(['run', file, ...options], environmentOf(sandbox));
  expect((await run('customers.csv')).code).toBe(1);

  const rejects = dir.read('report/rejects.csv');
  dir.write(
    'damaged.csv',
    rejects
      .replace(long, '6.5E+23')
      .replace('007,', '7,')
      .replaceAll(/Sample,,/g, 'Sample,ACTIVE,'),
  );
  const damaged = await run('damaged.csv');
  expect(damaged.code, damaged.story).toBe(1);
  expect([...sandbox.state.users.keys()]).toEqual(['+34600000001']);
  const again = dir.read('report/rejects.csv');
  expect(again).toContain('id_damaged id_changed — record damaged.csv:1');
  expect(again).toContain('id_changed — record damaged.csv:2');
  expect(again).toContain('row_ragged — record damaged.csv:5');

  const mended = again
    .replace('6.5E+23,', `${long},`)
    .replace('\n7,', '\n007,')
    .replace('\n,Nulla', '\nn1,Nulla')
    .replace('r5,Ragga,Sample,"[""ACTIVE""]",', 'r5,Ragga Sample,ACTIVE,,');
  dir.write('mended.csv', mended);
  const last = await run('mended.csv');
  expect(last.code, last.story).toBe(0);
  const users = [...sandbox.state.users.values()].map(({ vendor_data, profile }) => [vendor_data, profile.full_name]);
  expect(users.sort()).toEqual(
    [
      ['+34600000001', '+34 Sample'],
      ['007', '=1+1 Sample'],
      [long, `'t Hooft Sample`],
      ['n1', 'Nulla Sample'],
      ['r5', 'Ragga Sample'],
    ].sort(),
  );
});
