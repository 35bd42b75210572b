// How the built program keeps its promises under throttling, faults and kills: npm run bench:storm [case …]
// Each case runs the program against a sandbox in this process and looks at both sides afterwards. Figures, no assertions.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFaults, startSandbox } from '../../dist/sandbox/index.js';
import { photo } from './photo.mjs';

const root = new URL('../..', import.meta.url).pathname;
const STATUSES = ['ACTIVE', 'FLAGGED', 'BLOCKED', 'ACTIVE'];

const CASES = {
  clean: { people: 300, faces: true },
  'faults-20%': { people: 1000, faces: true, faults: '20%', seed: 1 },
  'faults-kills': { people: 300, faces: true, faults: '20%', seed: 2, killEveryMs: 2000 },
  'sigint-every-2s': { people: 300, faces: true, killEveryMs: 2000, signal: 'SIGINT', latencyMs: [20, 200] },
  'sigkill-every-2s': { people: 300, faces: true, killEveryMs: 2000, latencyMs: [20, 200] },
  'exact-6s-window': { people: 1600, server: '300/6s', told: '300/6s', latencyMs: [20, 200], windows: 5 },
  'exact-60s-window': { people: 1600, server: '300/60s', told: '300/60s', latencyMs: [20, 200], windows: 5 },
  'stricter-server': { people: 1000, server: '50/1s', told: '3000/60s', latencyMs: [20, 200] },
  'shared-key': { people: 1000, server: '50/1s', told: '3000/60s', latencyMs: [20, 200], others: 50 / 3 },
  'shared-key-3000': { people: 3000, server: '50/1s', told: '3000/60s', latencyMs: [20, 200], others: 50 / 3 },
  'lane-small-faces': { people: 500, faces: true, server: '50/1s', told: '50/1s', latencyMs: [20, 60], windows: 15 },
  'lane-2MP-faces': {
    people: 500,
    faces: true,
    size: [1600, 1250],
    server: '50/1s',
    told: '50/1s',
    latencyMs: [20, 60],
    windows: 15,
  },
  'uploads-small': {
    people: 500,
    faces: true,
    usersFirst: true,
    server: '50/1s',
    told: '50/1s',
    latencyMs: [20, 60],
    windows: 8,
  },
  'uploads-2MP': {
    people: 500,
    faces: true,
    usersFirst: true,
    size: [1600, 1250],
    server: '50/1s',
    told: '50/1s',
    latencyMs: [20, 60],
    windows: 8,
  },
  outage: { people: 200, faces: true, outageMs: 20_000 },
};

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(CASES).filter((name) => name !== 'exact-60s-window');
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, load ${loadavg()[0]?.toFixed(1)}\n`);
for (const name of names) console.log(`${name.padEnd(18)}${describe(await measure(CASES[name]))}`);

/** @param {typeof CASES[keyof typeof CASES]} facts */
async function measure(facts) {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-storm-'));
  const people = Array.from({ length: facts.people }, (_, n) => ({
    id: `Person-${n}`,
    status: facts.faces ? (STATUSES[n % STATUSES.length] ?? '') : 'ACTIVE',
    face: facts.faces ? `${n}.jpg` : '',
  }));
  writeFileSync(
    join(folder, 'people.csv'),
    `vendor_data,status,face\n${people.map(({ id, status, face }) => `${id},${status},${face}\n`).join('')}`,
  );
  mkdirSync(join(folder, 'faces'));
  for (const { face } of people)
    if (face) writeFileSync(join(folder, 'faces', face), await picture(Number.parseInt(face, 10), facts.size));

  const arrivals = [];
  const sandbox = await startSandbox({
    writeLimit: limitOf(facts.server ?? 'off'),
    readLimit: 'off',
    latencyMs: facts.latencyMs ?? [5, 30],
    ...(facts.faults && { faults: { seed: facts.seed, rules: parseFaults(facts.faults) } }),
    onRequest: ({ method, status, arrivedAt }) => method !== 'GET' && arrivals.push({ status, at: Number(arrivedAt) }),
  });
  const other = facts.others ? shareKey(sandbox, facts.others) : undefined;
  if (facts.outageMs) {
    const out = () => sandbox.setFaults({ seed: 1, rules: [{ kind: '503-before', rate: 1 }] });
    setTimeout(out, 2_000);
    setTimeout(() => sandbox.setFaults(undefined), 2_000 + facts.outageMs);
  }
  if (facts.usersFirst) {
    await untilDone(folder, sandbox, { ...facts, faces: false });
    arrivals.length = 0;
  }
  const began = Date.now();
  const codes = await untilDone(folder, sandbox, facts);
  const seconds = (Date.now() - began) / 1000;
  await other?.end();
  const result = { seconds, codes, ...look(sandbox, people, facts, arrivals, other?.sent() ?? 0) };
  await sandbox.close();
  rmSync(folder, { recursive: true });
  return result;
}

/** Another one for each number: nobody is given a picture that somebody else has. */
async function picture(seed, [width, height] = [320, 400]) {
  return (await photo(width, height, seed + 1)).jpeg().toBuffer();
}

/** Runs the program again and again, as a user would, until it says that it is done. */
async function untilDone(folder, sandbox, { told = 'off', faces, killEveryMs, signal = 'SIGKILL' }) {
  const codes = [];
  const args = [
    'run',
    'people.csv',
    '--yes',
    '--checkpoint',
    'storm.db',
    '--report',
    'report',
    '--request-timeout',
    '1s',
    '--concurrency',
    '16',
  ];
  args.push(
    '--write-limit',
    told,
    '--read-limit',
    'off',
    '--log-level',
    'silent',
    ...(faces ? ['--faces', 'faces'] : ['--no-faces']),
  );
  const env = {
    PATH: process.env['PATH'],
    DIDIT_BASE_URL: sandbox.baseUrl,
    DIDIT_API_KEY: sandbox.apiKey,
    DIDIT_ORGANIZATION_ID: sandbox.organizationId,
    DIDIT_APPLICATION_ID: sandbox.applicationId,
  };
  while (codes.length < 500 && codes.at(-1) !== 0 && codes.at(-1) !== 1) {
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd: folder, env, stdio: 'ignore' });
    const kill = killEveryMs && setTimeout(() => child.kill(signal), killEveryMs);
    codes.push(await new Promise((resolve) => child.once('close', (code, by) => resolve(code ?? by))));
    clearTimeout(kill);
  }
  return codes;
}

/** Another program that uses the same key, at an even pace. */
function shareKey({ baseUrl, apiKey }, perSecond) {
  let [sent, refused] = [0, 0];
  const timer = setInterval(async () => {
    const body = JSON.stringify({ vendor_data: `somebody-else-${++sent}` });
    // The server may end while the last one is on its way.
    const answer = await fetch(`${baseUrl}/v3/users/create/`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body,
    }).catch(() => undefined);
    if (answer?.status === 429) refused += 1;
  }, 1000 / perSecond);
  return { sent: () => ({ sent, refused }), end: async () => clearInterval(timer) };
}

/** What the server's side says. */
function look({ state }, people, facts, arrivals, others) {
  const missing = people.filter(({ id }) => !state.users.has(id.toLowerCase())).length;
  const doubled = people.filter(
    ({ id, face }) =>
      (state.everCreated.get(id.toLowerCase()) ?? []).length > 1 ||
      (state.users.get(id.toLowerCase())?.faces.length ?? 0) > (face ? 1 : 0),
  ).length;
  const wrong = people.filter(({ id, status, face }) => {
    const user = state.users.get(id.toLowerCase());
    return (
      user &&
      (user.status !== status ||
        user.faces.length < (face ? 1 : 0) ||
        (status === 'BLOCKED' && user.statusHistory.some((change) => change.status === 'ACTIVE')))
    );
  }).length;
  const needed = people.reduce((sum, { status, face }) => sum + 1 + (status === 'BLOCKED' ? 1 : 0) + (face ? 1 : 0), 0);
  const sent = arrivals.length - (others ? others.sent : 0);
  const throttled = arrivals.filter(({ status }) => status === 429).length - (others ? others.refused : 0);
  const limit = limitOf(facts.server ?? 'off');
  const used = limit === 'off' ? undefined : facts.others ? shareUsed(state, limit) : quotaUsed(arrivals, limit, facts.windows);
  return { missing, doubled, wrong, sent, needed, throttled, faults: state.faultCount, used };
}

/** Of what the limit allowed in the first windows. */
function quotaUsed(arrivals, limit, windows) {
  if (!windows) return undefined;
  const [first] = arrivals;
  const within = arrivals.filter(({ at, status }) => status !== 429 && at - first.at < windows * limit.windowMs);
  return within.length / (windows * limit.requests);
}

/** Of what the other program left over, from our first user to our last. */
function shareUsed({ users }, limit) {
  const times = (prefix) => [...users].filter(([id]) => id.startsWith(prefix)).map(([, user]) => Number(user.created_at));
  const ours = times('person-');
  const [first, last] = [Math.min(...ours), Math.max(...ours)];
  const taken = times('somebody-else-').filter((at) => at >= first && at <= last).length;
  return ours.length / (((last - first) / limit.windowMs) * limit.requests - taken);
}

function describe({ seconds, codes, missing, doubled, wrong, sent, needed, throttled, faults, used }) {
  const ends = [...new Set(codes)].map((code) => `${codes.filter((other) => other === code).length}×${code}`);
  return [
    `${seconds.toFixed(1)} s`.padStart(8),
    `lost ${missing}  doubled ${doubled}  wrong ${wrong}`,
    `writes ${sent}/${needed} = ${(sent / needed).toFixed(3)}`,
    `429s ${throttled} (${((100 * throttled) / sent).toFixed(1)} %)`,
    faults ? `faults ${faults}` : '',
    used === undefined ? '' : `${(100 * used).toFixed(1)} % of the quota used`,
    `ends ${ends.join(' ')}`,
  ]
    .filter(Boolean)
    .join('   ');
}

function limitOf(text) {
  const match = /^(\d+)\/(\d+)s$/.exec(text);
  return match ? { requests: Number(match[1]), windowMs: Number(match[2]) * 1000 } : 'off';
}
