// How fast the sandbox answers beside a bare node:http server that reads and sends the same bodies: npm run bench:sandbox [case …]
// test/bench/README.md says what is measured and how. Figures, no assertions.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import sharp from 'sharp';
import { Pool } from 'undici';
import { startSandbox } from '../../dist/sandbox/index.js';

const ROUNDS = 5;
const ROUND_MS = 1500;
const CONNECTIONS = 16;
const JSON_TYPE = { 'content-type': 'application/json' };

const profile = {
  full_name: 'Testa Sample',
  date_of_birth: '1990-02-28',
  status: 'ACTIVE',
  metadata: {
    source: { provider: 'sample', id: '0123456789' },
    migration: { source: 'sample', run: 'r', nonce: '0123456789abcdef' },
  },
  approved_emails: { 'testa@example.com': true },
  issuing_states: { ESP: 1 },
};

/** Each is asked for its next request; the number makes ids that were never used before. */
const CASES = {
  create: (number) => post('/v3/users/create/', { vendor_data: `user-${number}`, ...profile }),
  get: (number) => ({ method: 'GET', path: `/v3/users/seed-user-${1 + (number % 1000)}/` }),
  'update-status': (number) => ({
    ...post(`/v3/users/seed-user-${1 + (number % 1000)}/update-status/`, { status: 'ACTIVE' }),
    method: 'PATCH',
  }),
};
const FACE = 'face of 100 kB';

const [mode, ...chosen] = process.argv.slice(2);
if (mode?.startsWith('--')) process.on('message', (message) => message === 'cpu' && process.send(process.cpuUsage()));
if (mode === '--sandbox') await serveSandbox();
else if (mode === '--echo') await serveEcho();
else await measureAll(mode === undefined ? [...Object.keys(CASES), FACE] : [mode, ...chosen]);

/** A process of its own, as people start it, with its limits off. */
async function serveSandbox() {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', seedUsers: 1000 });
  const { baseUrl, apiKey, organizationId, applicationId } = sandbox;
  const faceUsers = [...sandbox.state.users.values()].map((user) => user.didit_internal_id);
  process.send({
    baseUrl,
    apiKey,
    faces: `/v3/organization/${organizationId}/application/${applicationId}/vendor-users/by-id`,
    faceUsers,
  });
}

/** Microseconds on all cores so far. */
async function cpuOf({ process: child }) {
  child.send('cpu');
  const [{ user, system }] = await once(child, 'message');
  return user + system;
}

/** Reads all of a request and sends the answer that it was given at its start. */
async function serveEcho() {
  const [{ status, text }] = await once(process, 'message');
  const answer = Buffer.from(text);
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { ...JSON_TYPE, 'content-length': answer.length }).end(answer));
  });
  server.listen(0, '127.0.0.1', () => process.send({ baseUrl: `http://127.0.0.1:${server.address().port}` }));
}

async function measureAll(names) {
  console.log(`${ROUNDS} rounds of ${ROUND_MS} ms by turns, ${CONNECTIONS} connections; medians\n`);
  console.log('case              sandbox/s      bare/s   sandbox : bare   CPU µs sandbox   CPU µs bare');
  for (const name of names) {
    const { sandbox, bare, ratio, cpu } = await measure(name);
    console.log(
      `${name.padEnd(16)}${figure(sandbox)}${figure(bare)}${ratio.toFixed(2).padStart(17)}${figure(cpu.sandbox).padStart(17)}${figure(cpu.bare).padStart(14)}`,
    );
  }
}

async function measure(name) {
  const sandbox = await start('--sandbox');
  const next = name === FACE ? await faceRequests(sandbox.said) : CASES[name];
  if (!next) throw new Error(`There is no case "${name}"; there are ${[...Object.keys(CASES), FACE].join(', ')}.`);
  let number = 0;
  const request = () => ({ ...next(number++), headers: { ...JSON_TYPE, 'x-api-key': sandbox.said.apiKey } });
  const first = await once1(sandbox.said.baseUrl, request());
  const bare = await start('--echo', first);
  const rates = { sandbox: [], bare: [] };
  const cpu = { sandbox: 0, bare: 0 };
  try {
    // By turns, so that whatever else the machine does falls on both.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const who of ['sandbox', 'bare']) {
        const server = { sandbox, bare }[who];
        const before = await cpuOf(server);
        const { rate, count } = await requestsPerSecond(server.said.baseUrl, request);
        if (round > 0) rates[who].push(rate);
        cpu[who] = ((await cpuOf(server)) - before) / count;
      }
    }
  } finally {
    sandbox.process.kill();
    bare.process.kill();
  }
  const ratios = rates.sandbox.map((rate, index) => rate / rates.bare[index]);
  return { sandbox: median(rates.sandbox), bare: median(rates.bare), ratio: median(ratios), cpu };
}

async function start(mode, message) {
  const child = fork(new URL(import.meta.url).pathname, [mode]);
  if (message) child.send(message);
  const [said] = await once(child, 'message');
  return { process: child, said };
}

async function once1(baseUrl, request) {
  const pool = new Pool(baseUrl);
  const { statusCode, body } = await pool.request(request);
  const text = await body.text();
  await pool.close();
  if (statusCode >= 300) throw new Error(`The sandbox answered with ${statusCode}: ${text}`);
  return { status: statusCode, text };
}

async function requestsPerSecond(baseUrl, request) {
  const pool = new Pool(baseUrl, { connections: CONNECTIONS, pipelining: 1 });
  const end = performance.now() + ROUND_MS;
  let count = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const { body } = await pool.request(request());
      await body.dump();
      count += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return { rate: count / seconds, count };
}

/** Noise, as heavy as a prepared face. The sixth face of a user is refused, which costs the same: it is decoded first. */
async function faceRequests({ faces, faceUsers }) {
  const noise = Buffer.from(Array.from({ length: 480 * 480 * 3 }, (_, index) => (index * 2654435761) >>> 24));
  const jpeg = await sharp(noise, { raw: { width: 480, height: 480, channels: 3 } })
    .blur(0.6)
    .jpeg({ quality: 80 })
    .toBuffer();
  const { method, body } = post('', { image: jpeg.toString('base64'), comment: 'm-0123456789' });
  return (number) => ({ method, body, path: `${faces}/${faceUsers[number % faceUsers.length]}/faces/upload/` });
}

function post(path, body) {
  return { method: 'POST', path, body: JSON.stringify(body) };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

function figure(value) {
  return Math.round(value).toLocaleString('en').padStart(12);
}
