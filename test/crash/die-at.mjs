// Preloaded into the built program (node --import): kills it with SIGKILL at a named point, the n-th time that it gets there.
// DIE_AT is "<point> <n>". The points lie around everything that is durable or leaves the machine.
import diagnostics from 'node:diagnostics_channel';
import { createRequire } from 'node:module';

const [point, nth] = (process.env['DIE_AT'] ?? '').split(' ');
let count = 0;

/** @param {string} here */
function reach(here) {
  if (here === point && ++count === Number(nth)) process.kill(process.pid, 'SIGKILL');
}

const Libsql = createRequire(import.meta.url)('libsql');
const prepare = Libsql.prototype.prepare;
Libsql.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  const name = { COMMIT: 'commit', VACUUM: 'erase' }[sql];
  if (!name) return statement;
  const run = statement.run;
  statement.run = (...values) => {
    reach(`before-${name}`);
    const result = run.apply(statement, values);
    reach(`after-${name}`);
    return result;
  };
  return statement;
};

diagnostics.subscribe('undici:client:sendHeaders', () => reach('before-send'));
diagnostics.subscribe('undici:request:headers', () => reach('after-answer'));
