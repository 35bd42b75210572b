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
const facesOf = (name) => here(join(samples, name, 'faces'));
const checkpointOf = (name) => here(join(folder, `${name}.db`));
/** Each mapping's export. */
const SAMPLES = [
  ['generic', here(join(samples, 'generic', 'customers.csv'))],
  ['sumsub', here(join(samples, 'sumsub', 'applicants.json'))],
];

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

  for (const [name, file] of SAMPLES) {
    const { code, output } = await didit(target, ['run', file, ...optionsFor(name), '--yes', '--json']);
    // The samples hold people on purpose who cannot be migrated as they are: exit code 1 says so.
    if (code !== 1) throw new Error(`The run ended with exit code ${code}; the samples were expected to end with 1.`);
    console.log(`${tableOf(JSON.parse(output))}\n`);
  }

  const users = await countUsers(target);
  console.log(`The local Didit now holds ${users} users. The reports are in ${here(folder)}/*-report/:`);
  console.log('  report.html      all of this to look at: open it in a browser');
  console.log('  results.csv      every person with its didit_internal_id');
  console.log('  rejects.*        the records that need a human, with the reason');
  console.log('  summary.json     all counts');
  const [[name, file]] = SAMPLES;
  console.log('\nThe whole plan of a sample, and what each code means:');
  console.log(`  npx didit-migrate validate ${file} --faces ${facesOf(name)}`);
  console.log(`  npx didit-migrate status --checkpoint ${checkpointOf(name)}`);
  console.log('\nTry next:');
  console.log('  npx didit-migrate validate YOUR-EXPORT.csv --faces YOUR-FOLDER    what a run would do, without network');
  console.log('  npx didit-migrate sandbox                                        a local Didit for your own rehearsal');
} finally {
  sandbox.kill();
}

function optionsFor(name) {
  return ['--mapping', name, '--faces', facesOf(name), '--checkpoint', checkpointOf(name)];
}

/** Runs the program as a user would and gives its exit code and what it printed. */
function didit(target, args) {
  console.log(`$ didit-migrate ${args.join(' ')}`);
  const env = {
    ...process.env,
    DIDIT_BASE_URL: target.base_url,
    DIDIT_API_KEY: target.api_key,
    DIDIT_ORGANIZATION_ID: target.organization_id,
    DIDIT_APPLICATION_ID: target.application_id,
    DIDIT_MIGRATE_WRITE_LIMIT: 'off',
    DIDIT_MIGRATE_READ_LIMIT: 'off',
    DIDIT_MIGRATE_LOG_LEVEL: 'warn',
  };
  const run = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let output = '';
  run.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  return new Promise((resolve) => run.once('close', (code) => resolve({ code, output })));
}

/** A run's summary in a few lines. */
function tableOf({ records, items, faces, problems }) {
  const findings = [...items.problems, ...problems, ...faces.problems];
  const codes = findings.slice(0, 3).map(({ code, count }) => `${code} (${count})`);
  const more = findings.length > codes.length ? `, and ${findings.length - codes.length} more codes` : '';
  return [
    ['records', figures(records, ['used', 'skipped', 'invalid', 'superseded'])],
    ['people', figures(items.by_state, ['done', 'partial', 'held', 'failed'])],
    ['faces', figures(faces.by_state, ['uploaded', 'refused', 'unknown'])],
    ['to look at', codes.join(', ') + more],
  ]
    .map(([title, line]) => `  ${title.padEnd(12)}${line}`)
    .join('\n');
}

function figures(counts, names) {
  const parts = names.filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  return `${String(counts.total).padStart(3)}: ${parts.join(', ')}`;
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
