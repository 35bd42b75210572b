// How fast a run can be where Didit allows it, and how well several processes keep one limit: npm run bench:shards [case …]
// Figures, no assertions. Needs redis-server for the last cases.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { openDatabase } from '../../dist/database.js';
import { sharedLanesId } from '../../dist/didit/index.js';
import { Lane } from '../../dist/didit/lane.js';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;
const CONCURRENCY = 64;

const CASES = {
  'lane-1000-a-second': () => lane({ requests: 1_000, windowMs: 1_000 }, 6),
  'lane-60000-a-minute': () => lane({ requests: 60_000, windowMs: 60_000 }, 6),
  'users-unlimited': () => unlimited(12_000),
  'redis-4-processes': () => onRedis({ people: 1_600, limit: '200/4s', windows: 7 }),
  'redis-4-processes-kill': () => onRedis({ people: 1_600, limit: '200/4s', windows: 7, killAfterMs: 8_000 }),
};

const asked = process.argv.slice(2);
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, load ${loadavg()[0]?.toFixed(1)}\n`);
for (const name of asked.length > 0 ? asked : Object.keys(CASES)) console.log(`${name.padEnd(24)}${await CASES[name]()}`);

/** Workers that wait for nothing but the lane and some milliseconds. */
async function lane(limit, seconds) {
  const { signal } = new AbortController();
  const one = new Lane({ limit, requestTimeoutMs: 1_000, signal });
  const end = Date.now() + seconds * 1_000;
  let taken = 0;
  const worker = async () => {
    while (Date.now() < end) {
      const token = await one.take();
      if (Date.now() >= end) return;
      taken += 1;
      await delay(5);
      token.giveBack('answered');
    }
  };
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: 256 }, worker));
  const { user, system } = process.cpuUsage(cpu);
  await one.close();
  const allowed = Math.min(limit.requests * Math.max(1, (seconds * 1_000) / limit.windowMs), taken);
  const share = limit.windowMs <= 1_000 ? `, ${((100 * taken) / (limit.requests * seconds)).toFixed(1)} % of the quota` : '';
  return `${Math.round(taken / seconds)} requests/s${share}, ${((user + system) / allowed).toFixed(0)} µs CPU each`;
}

/**
 * A run without limits beside bare loops with the same bodies and concurrency: one with a durable commit for each user, and one whose
 * commits are grouped as ours are. Each by the requests that arrived, from the first to the last; three times in turn.
 */
async function unlimited(people) {
  const ratios = [];
  for (let round = 1; round <= 3; round += 1) {
    const ran = await runOnce(people);
    const each = await bareLoop(ran.bodies, 'each');
    const grouped = await bareLoop(ran.bodies, 'grouped');
    ratios.push({ ran: ran.perSecond, each, grouped });
  }
  const median = (value) => ratios.map(value).sort((a, b) => a - b)[1];
  const beside = (name) => `${Math.round(median((one) => one[name]))} (ratio ${median((one) => one.ran / one[name]).toFixed(2)})`;
  return `${Math.round(median(({ ran }) => ran))} users/s; bare loop, a commit each ${beside('each')}, grouped ${beside('grouped')}; medians of 3`;
}

async function runOnce(people) {
  const { folder, sandbox, log } = await rehearsal(people, 'off');
  await started(folder, sandbox, 'off', []).ended;
  await sandbox.close();
  const perSecond = creates(log);
  rmSync(folder, { recursive: true });
  return { perSecond, bodies: Array.from({ length: people }, (_, at) => bodyOf(at)) };
}

/** A second. */
function creates(log) {
  const times = entriesOf(log).flatMap(({ method, at }) => (method === 'POST' ? [at] : []));
  return (times.length * 1_000) / (times.at(-1) - times[0]);
}

function bodyOf(at) {
  const migration = { source: 'didit-migrate', run: '0123456789ab', nonce: '00000000-0000-4000-8000-000000000000' };
  return Buffer.from(
    JSON.stringify({ vendor_data: `Person-${at}`, full_name: 'Testa Sample', status: 'ACTIVE', metadata: { migration } }),
  );
}

async function bareLoop(bodies, commits) {
  const { folder, sandbox, log } = await rehearsal(0, 'off');
  const database = openDatabase(join(folder, 'bare.db'), { mode: 'write', busyMs: 0 });
  database.all('PRAGMA journal_mode = WAL');
  database.all('PRAGMA synchronous = FULL');
  database.run('CREATE TABLE users (id TEXT PRIMARY KEY, didit_id TEXT)');
  const pool = new Pool(sandbox.baseUrl, { connections: CONCURRENCY });
  let next = 0;
  const insert = (row) => database.run('INSERT INTO users VALUES (?, ?)', row);
  let group = [];
  const flush = () => {
    const rows = group;
    group = [];
    database.transaction(() => {
      for (const { row } of rows) insert(row);
    });
    for (const { resolve } of rows) resolve();
  };
  const together = (row) =>
    new Promise((resolve) => {
      if (group.push({ row, resolve }) === 1) setImmediate(flush);
    });
  const worker = async () => {
    while (next < bodies.length) {
      const body = bodies[next++];
      const answer = await pool.request({
        method: 'POST',
        path: '/v3/users/create/',
        headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
        body,
      });
      const { vendor_data, didit_internal_id } = await answer.body.json();
      await (commits === 'each' ? insert : together)([vendor_data, didit_internal_id]);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  await pool.close();
  database.close();
  await sandbox.close();
  const perSecond = creates(log);
  rmSync(folder, { recursive: true });
  return perSecond;
}

/** Four parts on one Redis against a strict sliding window. */
async function onRedis({ people, limit, windows, killAfterMs }) {
  const { folder, sandbox, log } = await rehearsal(people, limit);
  const redis = await redisServer(folder);
  const env = { DIDIT_MIGRATE_REDIS: redis.url };
  const part = (index) => started(folder, sandbox, limit, ['--shard', `${index}/4`], env);
  const parts = [1, 2, 3, 4].map(part);
  await redis.open(sharedLanesId(sandbox.baseUrl, sandbox.apiKey));
  if (killAfterMs) {
    await delay(killAfterMs);
    parts[0].child.kill('SIGKILL');
    await parts[0].ended;
    parts[0] = part(1);
  }
  const codes = await Promise.all(parts.map(({ ended }) => ended));
  await sandbox.close();
  await redis.close();
  const writes = entriesOf(log).filter(({ method }) => method !== 'GET');
  rmSync(folder, { recursive: true });
  const [requests, windowMs] = [Number.parseInt(limit, 10), Number(/\/(\d+)s/.exec(limit)?.[1]) * 1_000];
  const counted = writes.filter(({ status }) => status !== 429);
  const within = counted.filter(({ at }) => at - counted[0].at < windows * windowMs).length;
  const refused = writes.length - counted.length;
  return [
    `${((100 * within) / (windows * requests)).toFixed(1)} % of the quota in ${windows} windows of ${limit}`,
    `429s ${refused} (${((100 * refused) / writes.length).toFixed(2)} %)`,
    `lost ${people - writes.filter(({ status, route }) => status === 201 && route === '/v3/users/create/').length}`,
    `ends ${codes.join(' ')}`,
  ].join('   ');
}

/** People without faces, and a sandbox in a process of its own. */
async function rehearsal(people, limit) {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-shards-'));
  const rows = Array.from({ length: people }, (_, at) => `Person-${at},Testa Sample,ACTIVE\n`);
  writeFileSync(join(folder, 'people.csv'), `vendor_data,full_name,status\n${rows.join('')}`);
  const log = join(folder, 'requests.ndjson');
  const args = [CLI, 'sandbox', '--port', '0', '--json', '--write-limit', limit, '--read-limit', 'off', '--log', log];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(child.stdout, 'data');
  const target = JSON.parse(String(line));
  const close = async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
  };
  return { folder, log, sandbox: { ...targetOf(target), close } };
}

function targetOf(told) {
  const value = (name) => told[name] ?? told[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  const names = ['baseUrl', 'apiKey', 'organizationId', 'applicationId'];
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

function started(folder, sandbox, limit, more, environment = {}) {
  const args = [
    'run',
    'people.csv',
    '--yes',
    '--no-faces',
    '--read-limit',
    'off',
    '--write-limit',
    limit,
    '--log-level',
    'silent',
  ];
  args.push('--concurrency', String(CONCURRENCY), '--request-timeout', '2s', ...more);
  const env = {
    PATH: process.env['PATH'],
    DIDIT_BASE_URL: sandbox.baseUrl,
    DIDIT_API_KEY: sandbox.apiKey,
    DIDIT_ORGANIZATION_ID: sandbox.organizationId,
    DIDIT_APPLICATION_ID: sandbox.applicationId,
    ...environment,
  };
  const child = spawn(process.execPath, [...process.execArgv, CLI, ...args], { cwd: folder, env, stdio: 'ignore' });
  return { child, ended: once(child, 'close').then(([code, signal]) => code ?? signal) };
}

function entriesOf(log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).map((entry) => ({ ...entry, at: Date.parse(entry.time) }));
}

async function redisServer(folder) {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const child = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const redis = new Redis(url, { retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  /** The time after the beginning of a count is not what is measured. */
  const open = async (id) => {
    while ((await redis.zrem(`didit-migrate:${id}:write`, 'anew')) === 0) await delay(5);
  };
  const close = async () => {
    redis.disconnect();
    child.kill();
    await once(child, 'close');
  };
  return { url, open, close };
}
