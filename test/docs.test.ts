import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../src/sandbox/index.js';
import { readmeWithHelp } from './helpers/help-blocks.mjs';
import { people, toCsv } from './helpers/people.js';
import { environmentOf, Workdir } from './helpers/program.js';

const root = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

test('the help in the README is what the program prints (npm run docs writes it)', () => {
  expect(readmeWithHelp(readme)).toBe(readme);
});

test('every dependency is justified in one line, and nothing else is', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const table = [...readme.matchAll(/^\| `([^`]+)`\s+\| \S/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !/\.(csv|json|ndjson|html)$/.test(name));
  expect(table.sort()).toEqual(Object.keys(dependencies).sort());
});

test.each([
  ['shell', 'sh', 'job.sh'],
  ['library', process.execPath, 'job.mjs'],
])('the job by the %s does what the README says', async (name, program, file) => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(3).map((row) => ({ ...row, face: '' }))));
  mkdirSync(dir.path('node_modules'));
  symlinkSync(fileURLToPath(root), dir.path('node_modules/didit-migrate'));
  const [, snippet = ''] = new RegExp(`<!-- job: ${name} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  dir.write(file, snippet.replaceAll('npx didit-migrate', `'${process.execPath}' node_modules/didit-migrate/dist/cli.js`));
  const env = { PATH: process.env['PATH'] ?? '', ...environmentOf(sandbox) };
  const { stderr } = await promisify(execFile)(program, [file], { cwd: dir.folder, env });
  expect(sandbox.state.users.size).toBe(3);
  expect(stderr).toContain('migrating');
});
