import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../../dist/checkpoint/index.js';
import { loadMapping } from '../../dist/mapping/index.js';
import { planExports } from '../../dist/migration/index.js';
import { startSandbox } from '../../dist/sandbox/index.js';
import { median, program, run } from './measure.mjs';
import { writePeople } from './people-file.mjs';

const PEOPLE = 1_000_000;
const PENDING = 10;

/**
 * From the start of the program to its first request, where all but ten people are done, and `status` on the same checkpoint. The plan
 * is a real one; its people are made done by SQL, with the marks that a run leaves.
 */
export async function resume({ folder, rows = PEOPLE, rounds }) {
  const [small, large] = [await measure(folder, rows / 10, rounds), await measure(folder, rows, rounds)];
  const line = (what, key, bar) => ({
    what: `${what}, ${rows} people done against ${rows / 10}`,
    figure: `${(large[key] / 1000).toFixed(2)} s`,
    reference: `${(small[key] / 1000).toFixed(2)} s`,
    ratio: large[key] / small[key],
    bar,
  });
  return [
    line('resume to the first request', 'firstMs', 'at most 3 s'),
    line('status', 'statusMs', 'seconds'),
    {
      what: 'peak memory of the resumed run',
      figure: `${Math.round(large.peakMB)} MB`,
      reference: `${Math.round(small.peakMB)} MB`,
      ratio: large.peakMB / small.peakMB,
      bar: 'flat',
    },
  ];
}

async function measure(folder, people, rounds) {
  const found = [];
  const arrivals = [];
  const sandbox = await startSandbox({
    writeLimit: 'off',
    readLimit: 'off',
    onRequest: ({ arrivedAt }) => arrivals.push(Number(arrivedAt)),
  });
  const env = {
    DIDIT_BASE_URL: sandbox.baseUrl,
    DIDIT_API_KEY: sandbox.apiKey,
    DIDIT_ORGANIZATION_ID: sandbox.organizationId,
    DIDIT_APPLICATION_ID: sandbox.applicationId,
  };
  const checkpoint = join(folder, `done-${people}.db`);
  const target = `${sandbox.baseUrl} organization ${sandbox.organizationId} application ${sandbox.applicationId}`;
  await makeDone(checkpoint, target, writePeople(folder, people, 'csv'));
  try {
    for (let round = 0; round < rounds; round += 1) {
      arrivals.length = 0;
      const began = Date.now();
      const words = ['run', '--yes', '--no-faces', '--limit', '1', '--checkpoint', checkpoint, '--write-limit', 'off'];
      const { peakMB } = await run([program, ...words, '--read-limit', 'off', '--report', join(folder, 'report')], { env });
      const firstMs = (arrivals[0] ?? Number.NaN) - began;
      const status = await run([program, 'status', '--checkpoint', checkpoint]);
      found.push({ firstMs, peakMB, statusMs: status.wallMs });
    }
  } finally {
    await sandbox.close();
  }
  return Object.fromEntries(['firstMs', 'peakMB', 'statusMs'].map((key) => [key, median(found.map((each) => each[key]))]));
}

async function makeDone(file, target, export_) {
  const checkpoint = openCheckpoint(file, target);
  const builtIn = fileURLToPath(new URL('../../mappings', import.meta.url));
  const mapping = await loadMapping('generic', builtIn, Date.now());
  await planExports([export_], checkpoint, { mapping, maxRecordBytes: 16 * 1024 * 1024, signal: new AbortController().signal });
  const done = `id <= (SELECT max(id) - ${PENDING} FROM items)`;
  checkpoint.database.run(`UPDATE items SET state = 'done', origin = 'created', nonce = hex(randomblob(8)), intended = digest,
    applied = digest, didit_id = lower(hex(randomblob(16))), status_seen = wanted, begun_at = 1, ended_at = 2 WHERE ${done}`);
  checkpoint.database.run(`DELETE FROM originals WHERE record_id IN (SELECT record_id FROM items WHERE ${done})`);
  checkpoint.database.run('VACUUM');
  checkpoint.close();
}
