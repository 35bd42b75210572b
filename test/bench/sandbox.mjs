// How fast the sandbox answers beside a bare node:http server that reads and sends the same bodies: npm run bench:sandbox [case …]
// test/bench/README.md says what is measured and how. Figures, no assertions.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import sharp from 'sharp';
import { Pool } from 'undici';
import { startSandbox } from '../../dist/sandbox/index.js';

const ROUNDS = 5;
/** Rounds before those: until its code is compiled, a server spends a fifth of its time on compiling. */
const WARM_UPS = 3;
const ROUND_MS = 1500;
const CONNECTIONS = 16;
const USERS = 10_000;
const STATUSES = ['ACTIVE', 'FLAGGED', 'BLOCKED'];
const JSON_TYPE = { 'content-type': 'application/json' };

/** Nobody has the address of somebody else. */
const profileOf = (number) => ({
  vendor_data: `user-${number}`,
  full_name: 'Testa Sample',
  date_of_birth: '1990-02-28',
  status: 'ACTIVE',
  metadata: {
    source: { provider: 'sample', id: '0123456789' },
    migration: { source: 'sample', run: 'r', nonce: '0123456789abcdef' },
  },
  approved_emails: { [`testa.${number}@example.com`]: true },
  issuing_states: { ESP: 1 },
});

/** Each is asked for its next request, numbered from 0. */
const CASES = {
  create: (number) => post('/v3/users/create/', profileOf(number)),
  get: (number) => ({ method: 'GET', path: `/v3/users/seed-user-${1 + (number % USERS)}/` }),
  // Always a change: invented users have the statuses in turn.
  'update-status': (number) => {
    const status = STATUSES[((number % USERS) + Math.floor(number / USERS) + 1) % STATUSES.length];
    const body = { status, reason: 'sample: refused' };
    return { ...post(`/v3/users/seed-user-${1 + (number % USERS)}/update-status/`, body), method: 'PATCH' };
  },
};
const FACE = 'face of 100 kB';

const [mode, ...chosen] = process.argv.slice(2);
if (mode === '--sandbox') await serveSandbox();
else if (mode === '--echo') await serveEcho();
else await measureAll(mode === undefined ? [...Object.keys(CASES), FACE] : [mode, ...chosen]);

/** A process of its own, as people start it, with its limits off. */
async function serveSandbox() {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', seedUsers: USERS });
  const { baseUrl, apiKey, organizationId, applicationId } = sandbox;
  const users = [...sandbox.state.users.values()];
  const forget = () => {
    for (const { faces, comments } of users) faces.length = comments.length = 0;
    return 'forgotten';
  };
  answerParent({ forget });
  process.send({
    baseUrl,
    apiKey,
    faces: `/v3/organization/${organizationId}/application/${applicationId}/vendor-users/by-id`,
    faceUsers: users.map((user) => user.didit_internal_id),
  });
}

/** `cpu`: microseconds on all cores so far. */
function answerParent(others = {}) {
  const answers = { cpu: process.cpuUsage, ...others };
  process.on('message', (message) => message in answers && process.send(answers[message]()));
}

async function ask({ process: child }, what) {
  child.send(what);
  const [answer] = await once(child, 'message');
  return answer;
}

async function cpuOf(server) {
  const { user, system } = await ask(server, 'cpu');
  return user + system;
}

/** Reads all of a request and sends the answer that it was given at its start. */
async function serveEcho() {
  const [{ status, text }] = await once(process, 'message');
  answerParent();
  const answer = Buffer.from(text);
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { ...JSON_TYPE, 'content-length': answer.length }).end(answer));
  });
  server.listen(0, '127.0.0.1', () => process.send({ baseUrl: `http://127.0.0.1:${server.address().port}` }));
}

async function measureAll(names) {
  console.log(`${ROUNDS} rounds of ${ROUND_MS} ms by turns, ${CONNECTIONS} connections; medians\n`);
  console.log('case              sandbox/s      bare/s   sandbox : bare   CPU µs sandbox   CPU µs bare   bare : sandbox');
  for (const name of names) {
    const { sandbox, bare } = await measure(name);
    const rates = ratios(sandbox, bare, 'rate').toFixed(2);
    const cpus = ratios(bare, sandbox, 'cpu').toFixed(2);
    const [rate, cpu] = ['rate', 'cpu'].map((what) => [sandbox, bare].map((rounds) => medianOf(rounds, what)));
    console.log(
      `${name.padEnd(16)}${figure(rate[0])}${figure(rate[1])}${rates.padStart(17)}${figure(cpu[0]).padStart(17)}${figure(cpu[1]).padStart(14)}${cpus.padStart(17)}`,
    );
  }
}

async function measure(name) {
  if (name !== FACE && !CASES[name])
    throw new Error(`There is no case "${name}"; there are ${[...Object.keys(CASES), FACE].join(', ')}.`);
  const sandbox = await start('--sandbox');
  const next = name === FACE ? await faceRequests(sandbox.said) : CASES[name];
  const headers = { ...JSON_TYPE, 'x-api-key': sandbox.said.apiKey };
  let number = 0;
  const request = () => ({ ...next(number++), headers });
  const first = await once1(sandbox.said.baseUrl, request());
  const servers = { sandbox, bare: await start('--echo', first) };
  const rounds = { sandbox: [], bare: [] };
  try {
    // By turns, so that whatever else the machine does falls on both.
    for (let round = 1; round <= WARM_UPS + ROUNDS; round++) {
      for (const [who, server] of Object.entries(servers)) {
        const before = await cpuOf(server);
        const { rate, count } = await requestsPerSecond(server.said.baseUrl, request, first.status);
        const cpu = ((await cpuOf(server)) - before) / count;
        // Nobody ends up with a sixth face, or with a longer answer than the bare server has.
        await ask(sandbox, 'forget');
        if (round > WARM_UPS) rounds[who].push({ rate, cpu });
      }
    }
  } finally {
    for (const server of Object.values(servers)) server.process.kill();
  }
  return rounds;
}

function medianOf(rounds, what) {
  return median(rounds.map((round) => round[what]));
}

/** Round by round, since the machine may have been busy in some. */
function ratios(ones, others, what) {
  return median(ones.map((one, index) => one[what] / others[index][what]));
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

/** @throws Error for an answer of another status, which would be another case. */
async function requestsPerSecond(baseUrl, request, status) {
  const pool = new Pool(baseUrl, { connections: CONNECTIONS, pipelining: 1 });
  const end = performance.now() + ROUND_MS;
  let count = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request(request());
      await body.dump();
      if (statusCode !== status) throw new Error(`An answer was ${statusCode} and not ${status}.`);
      count += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return { rate: count / seconds, count };
}

/** Noise, as heavy as a prepared face. */
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
