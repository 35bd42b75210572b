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
