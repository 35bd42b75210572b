import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { portrait } from '../helpers/images.js';
import { people, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';
import { scriptedServer } from '../helpers/scripted-server.js';
import { zipOf } from '../helpers/zip.js';

const NO_NETWORK = { NODE_OPTIONS: `--import=${new URL('../helpers/no-network.mjs', import.meta.url).pathname}` };
const WARNING = 'Warning: with --allow-private-faces links may lead to this machine';

/** Three people: one whose image is in a zip, one who brings it along, one whose image is behind a link. */
async function export3(link: string) {
  const dir = new Workdir();
  dir.write('faces.zip', zipOf([{ name: 'Export/Zoë.JPG', content: await portrait(1) }]));
  const inline = `data:image/jpeg;base64,${(await portrait(2)).toString('base64')}`;
  const places = ['zoë.*', inline, link];
  dir.write('customers.csv', toCsv(people(3).map((row, index) => ({ ...row, face: places[index] ?? '' }))));
  return dir;
}

test('images from a zip, from the record and from a link all arrive; a signed link is nowhere but in the export', async () => {
  const image = await portrait(3);
  const host = await scriptedServer((_, response) => void response.end(image));
  const dir = await export3(`${host.baseUrl}/selfie.jpg?signature=findme`);
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off' });
  onTestFinished(() => sandbox.close());
  const run = await dir.run(
    [
      'run',
      'customers.csv',
      '--faces',
      'faces.zip',
      '--fetch-faces',
      '--allow-private-faces',
      '--yes',
      '-c',
      'a.db',
      '--report',
      'r',
    ],
    environmentOf(sandbox),
  );
  expect(run.code, run.story).toBe(0);
  expect([...sandbox.state.users.values()].map(({ faces }) => faces.length)).toEqual([1, 1, 1]);
  expect(host.requests).toHaveLength(1);
  expect(run.stderr).toContain(WARNING);
  const kept = [run.stdout, run.stderr, dir.read('a.db'), dir.read('r/results.csv'), dir.read('r/summary.json')];
  expect(kept.filter((text) => text.includes('findme'))).toEqual([]);
});

test('links that may not be followed are told at the plan, without any network', async () => {
  const dir = await export3('https://169.254.169.254/latest/meta-data/');
  const plan = await dir.run(['validate', 'customers.csv', '--faces', 'faces.zip', '--fetch-faces'], NO_NETWORK);
  expect(plan.code, plan.story).toBe(1);
  expect(plan.stdout).toContain('face_link_private: 1 (record 3)');
  expect(plan.stdout).toMatch(/found +2\n/);
  expect(plan.stderr).not.toContain('Warning');
});

test('links that are to be fetched are counted as such, without any network', async () => {
  const dir = await export3('https://images.example.com/selfie.jpg');
  const plan = await dir.run(['validate', 'customers.csv', '--faces', 'faces.zip', '--fetch-faces'], NO_NETWORK);
  expect(plan.code, plan.story).toBe(0);
  expect(plan.stdout).toMatch(/behind a link: fetched by the run +1\n/);
  expect(plan.stdout).toMatch(/upload a face +3\n/);
});

test('without a folder, images in records and links are known all the same, and file names wait for one', async () => {
  const dir = await export3('https://images.example.com/selfie.jpg');
  const plan = await dir.run(['validate', 'customers.csv'], NO_NETWORK);
  expect(plan.code, plan.story).toBe(1);
  expect(plan.stdout).toContain('face_needs_fetch: 1 (record 3)');
  expect(plan.stdout).toMatch(/found +1\n/);
  expect(plan.stdout).toMatch(/not looked for +1\n/);
});

test('a zip that is cut off ends the plan with a sentence', async () => {
  const dir = await export3('');
  dir.write('faces.zip', zipOf([{ name: 'one.jpg', content: 'x'.repeat(1000) }]).subarray(0, 60));
  const plan = await dir.run(['validate', 'customers.csv', '--faces', 'faces.zip'], NO_NETWORK);
  expect(plan.code, plan.story).toBe(2);
  expect(plan.stderr).toContain('cannot be opened: it is not a zip file, or it is cut off, damaged or one of several parts.');
});

test('more faces than Didit takes cannot be asked for', async () => {
  const dir = await export3('');
  const plan = await dir.run(['validate', 'customers.csv', '--max-faces', '6'], NO_NETWORK);
  expect(plan.code, plan.story).toBe(2);
  expect(plan.stderr).toContain('--max-faces must be at most 5, as many as Didit takes');
});
