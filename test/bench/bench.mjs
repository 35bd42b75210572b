// npm run bench [case …] [--rows N] [--rounds N] [--out FILE]: figures beside a reference of the same run, and the bars they should reach.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dryRun } from './dry-run.mjs';
import { memory } from './memory.mjs';
import { resume } from './resume.mjs';
import { startup } from './startup.mjs';

/** Each gives `{figure, reference, ratio, bar, …}` for each of its lines. */
const CASES = {
  'dry-run': (options) => dryRun('csv', options),
  'dry-run-json': (options) => dryRun('json', options),
  'dry-run-ndjson': (options) => dryRun('ndjson', options),
  memory,
  resume,
  startup,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string' }, rounds: { type: 'string', default: '3' }, out: { type: 'string', default: 'bench.json' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(CASES);
const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-bench-'));
const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
console.log(`${machine}, load ${loadavg()[0]?.toFixed(1)}\n`);
const results = [];
try {
  for (const name of names) {
    const measure = CASES[name];
    if (measure === undefined) throw new Error(`There is no case ${name}; there are ${Object.keys(CASES).join(', ')}.`);
    const rows = values.rows === undefined ? undefined : Number(values.rows);
    for (const line of await measure({ folder, rows, rounds: Number(values.rounds) })) {
      console.log(
        [name, line.what, line.figure, `reference ${line.reference}`, `ratio ${line.ratio.toFixed(2)}`, line.bar].join('  '),
      );
      results.push({ case: name, load: loadavg()[0], ...line });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
  writeFileSync(values.out, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}
