// The tests of the whole migration against a sandbox under each profile: `npm run test:profiles`, or with profiles as arguments.
import { spawnSync } from 'node:child_process';
import { PROFILE_NAMES, READINGS } from '../dist/sandbox/index.js';

const single = READINGS.flatMap(([topic, [, ...others]]) => others.map((reading) => `${topic}=${reading}`));
// Many of these tests are about faces, which there are none of where the face routes take no key, and about ids that are one user in
// any case; and they delete by vendor_data_list themselves. test/commands/profiles.test.ts has these readings.
const readable = single.filter((profile) => !['faces=bearer', 'ids=exact', 'delete-body=vendor_data'].includes(profile));
const all = [...PROFILE_NAMES.map((name) => `${name},ids=normalised,delete-body=any`), ...readable];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : all;

const failed = chosen.filter((profile) => {
  console.log(`\n== ${profile}`);
  const vitest = ['vitest', 'run', '--config', 'test/vitest.config.ts', '--reporter', 'dot', 'test/migration'];
  const { status } = spawnSync('npx', vitest, { stdio: 'inherit', env: { ...process.env, SANDBOX_PROFILE: profile } });
  return status !== 0;
});
console.log(failed.length === 0 ? `\nGreen under all of ${chosen.join(', ')}.` : `\nFailed under ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
