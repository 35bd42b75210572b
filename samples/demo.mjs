// Migrates the bundled samples into a local Didit, through the real command. Everything it makes is in .demo/.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const samples = dirname(fileURLToPath(import.meta.url));
const root = dirname(samples);
const cli = join(root, 'dist', 'cli.js');
const folder = join(root, '.demo');
const here = (path) => relative(process.cwd(), path) || '.';

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const sandbox = spawn(
  process.execPath,
  [cli, 'sandbox', '--port', '0', '--json', '--write-limit', 'off', '--read-limit', 'off'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const target = await new Promise((resolve, reject) => {
    createInterface({ input: sandbox.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    sandbox.once('exit', (code) => reject(new Error(`The sandbox ended with exit code ${code}.`)));
  });
  console.log(`A local Didit serves at ${target.base_url}. Its limits are off, so that this takes seconds;`);
  console.log('the real one takes 300 writes a minute.\n');

  for (const [name, file] of [
    ['generic', 'customers.csv'],
    ['sumsub', 'applicants.json'],
  ]) {
    const code = await didit(target, [
      'run',
      here(join(samples, name, file)),
      '--mapping',
      name,
      '--faces',
      here(join(samples, name, 'faces')),
      '--checkpoint',
      here(join(folder, `${name}.db`)),
      '--write-limit',
      'off',
      '--read-limit',
      'off',
      '--yes',
    ]);
    // The samples hold people on purpose who cannot be migrated as they are: exit code 1 says so.
    if (code !== 1) throw new Error(`The run ended with exit code ${code}; the samples were expected to end with 1.`);
  }

  const users = await countUsers(target);
  console.log(`\nThe local Didit now holds ${users} users. The reports are in ${here(folder)}/*-report/:`);
  console.log('  results.csv      every person with its didit_internal_id');
  console.log('  rejects.*        the records that need a human, with the reason');
  console.log('  summary.json     all counts');
  console.log('\nTry next:');
  console.log('  npx didit-migrate validate YOUR-EXPORT.csv --faces YOUR-FOLDER     what a run would do, without network');
  console.log('  npx didit-migrate sandbox                                         a local Didit for your own rehearsal');
} finally {
  sandbox.kill();
}

/** Runs the program as a user would and gives its exit code. */
function didit(target, args) {
  console.log(`$ didit-migrate ${args.join(' ')}\n`);
  const env = {
    ...process.env,
    DIDIT_BASE_URL: target.base_url,
    DIDIT_API_KEY: target.api_key,
    DIDIT_ORGANIZATION_ID: target.organization_id,
    DIDIT_APPLICATION_ID: target.application_id,
    DIDIT_MIGRATE_LOG_LEVEL: 'warn',
  };
  return new Promise((resolve) => spawn(process.execPath, [cli, ...args], { stdio: 'inherit', env }).once('exit', resolve));
}

/** Asks the local Didit itself, page by page. */
async function countUsers({ base_url, api_key }) {
  let count = 0;
  for (let next = `${base_url}/v3/users/?limit=50`; next; ) {
    const page = await (await fetch(next, { headers: { 'x-api-key': api_key } })).json();
    count += page.results.length;
    next = page.next;
  }
  return count;
}
