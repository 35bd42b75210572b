// Preloaded into the built program (node --import): kills it with SIGKILL when it comes to a point for the n-th time.
// DIE_AT is JSON: {"point": "<regular expression>", "nth": 1}. Each statement of SQL and each request says where the program stands:
// "before COMMIT", "after COMMIT", "before POST /v3/users/create/", "sent …", "after …" (the answer is there, nothing was done with it yet).
// "during COMMIT" dies in the statement, by the hand of another thread: after 0.2 ms, and twice as late with each n.
import diagnostics from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { isMainThread, Worker } from 'node:worker_threads';

const { point, nth } = JSON.parse(process.env['DIE_AT'] ?? '{"point": "never", "nth": 1}');
const here = new RegExp(point, 's');
let count = 0;

/** @param {string} place */
function reach(place) {
  if (here.test(place) && ++count === nth) process.kill(process.pid, 'SIGKILL');
}

const IDLE = 0;
const RUNNING = 1;
const state = new Int32Array(new SharedArrayBuffer(4));
// The other thread preloads this file too.
if (isMainThread && point.includes('during')) {
  const watch = `const { state, afterMs } = require('node:worker_threads').workerData;
    Atomics.wait(state, 0, ${IDLE});
    const begun = performance.now();
    while (performance.now() - begun < afterMs);
    if (Atomics.load(state, 0) === ${RUNNING}) process.kill(process.pid, 'SIGKILL');`;
  new Worker(watch, { eval: true, workerData: { state, afterMs: 0.2 * 2 ** (nth - 1) } }).unref();
}

/**
 * @param {string} sql
 * @param {() => unknown} run
 */
function watched(sql, run) {
  reach(`before ${sql}`);
  const inside = here.test(`during ${sql}`);
  if (inside) {
    Atomics.store(state, 0, RUNNING);
    Atomics.notify(state, 0);
  }
  const result = run();
  if (inside) Atomics.store(state, 0, IDLE);
  reach(`after ${sql}`);
  return result;
}

const Libsql = createRequire(import.meta.url)('libsql');
const prepare = Libsql.prototype.prepare;
Libsql.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  // A statement that is to be met in the middle must take its time, however small the file.
  if (here.test(`during ${sql}`)) prepare.call(this, 'CREATE TABLE ballast AS SELECT randomblob(20000000)').run();
  for (const name of ['run', 'all']) {
    const original = statement[name];
    statement[name] = (...values) => watched(sql, () => original.apply(statement, values));
  }
  return statement;
};

for (const [channel, when] of [
  ['undici:client:sendHeaders', 'before'],
  ['undici:request:bodySent', 'sent'],
  ['undici:request:headers', 'after'],
])
  diagnostics.subscribe(channel, ({ request: { method, path } }) => reach(`${when} ${method} ${path}`));
