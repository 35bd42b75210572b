import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { people, requestsOf, toCsv } from '../helpers/people.js';
import { environmentOf, Workdir } from '../helpers/program.js';

/** Gives a program a terminal: part of util-linux, in other words elsewhere. */
const SCRIPT = '/usr/bin/script';
const hasScript = existsSync(SCRIPT) && spawnSync(SCRIPT, ['--version']).stdout?.includes('util-linux');

/** Runs the program on a terminal of 80 columns and types this at its question. */
async function onTerminal(args: readonly string[], answer: string, environment: Readonly<Record<string, string>> = {}) {
  const sandbox = await startSandbox({ writeLimit: 'off', readLimit: 'off', latencyMs: 30 });
  onTestFinished(() => sandbox.close());
  const dir = new Workdir();
  dir.write('customers.csv', toCsv(people(30).map((row) => ({ ...row, face: '' }))));
  const script = ['sh', '-c', `exec ${SCRIPT} -qec "stty cols 80 rows 24; exec $(printf '%s ' "$@")" /dev/null`, 'sh'];
  const ended = await dir.run(
    args,
    { TERM: 'xterm', ...environmentOf(sandbox), ...environment },
    { under: script, ...(answer !== '' && { answer: { to: '[y/N]', type: answer } }) },
  );
  return { sandbox, ended };
}

const RUN = ['run', 'customers.csv', '-c', 'all.db', '--concurrency', '1'];

test.runIf(hasScript)(
  'on a terminal the plan, the target and the kind of the key are shown, and nothing is sent without a yes',
  async () => {
    const { sandbox, ended } = await onTerminal(RUN, 'n\n');
    expect(ended.code, ended.story).toBe(2);
    expect(ended.stdout).toContain('Your webhook endpoints get 30 user.data.updated');
    expect(ended.stdout).toContain(sandbox.organizationId);
    expect(ended.stdout).toContain('test (sk_test_…)');
    expect(ended.stdout).toContain('was not asked: didit-migrate doctor --write-test');
    expect(ended.stdout).toMatch(/Send \d+ writes to the test application [0-9a-f]{8}\? \[y\/N\]/);
    expect(ended.stdout).not.toContain(sandbox.apiKey.slice(8));
    expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
  },
);

test.runIf(hasScript)(
  'after a yes bars are drawn, and nothing of them is left',
  async () => {
    const { sandbox, ended } = await onTerminal(RUN, 'y\n');
    expect(ended.code, ended.story).toBe(0);
    expect(sandbox.state.users.size).toBe(30);
    expect(ended.stdout).toContain('migrating         [');
    const end = ended.stdout.split('\u001b[?25h').at(-1);
    expect(end).toContain('Everybody is done.');
    expect(end).not.toContain('migrating');
  },
  20_000,
);

test.runIf(hasScript).each([
  ['NO_COLOR', ['--yes'], { NO_COLOR: '1' }],
  ['--no-progress', ['--yes', '--no-progress'], {}],
])(
  '%s gives log lines instead',
  async (_, options, environment) => {
    const { ended } = await onTerminal([...RUN, ...options], '', environment);
    expect(ended.code, ended.story).toBe(0);
    expect(ended.stdout).not.toContain('\u001b[');
    expect(ended.stdout).toContain('"phase":"migrating"');
  },
  20_000,
);

test.runIf(hasScript)('Ctrl-C instead of an answer sends nothing and is no mistake of the program', async () => {
  const { sandbox, ended } = await onTerminal(RUN, '\u0003');
  expect(ended.code, ended.story).toBe(2);
  expect(ended.stdout).not.toContain('mistake');
  expect(requestsOf(sandbox)).toEqual({ writes: 0, reads: 0 });
});
