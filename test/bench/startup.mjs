import { inTurns, program, run } from './measure.mjs';

/** `--version` against Node with yargs, which the command line needs at the least. */
export async function startup({ rounds }) {
  const yargs = new URL('../../node_modules/yargs/index.mjs', import.meta.url).href;
  const { ours, least } = await inTurns(Math.max(9, rounds), {
    ours: () => run([program, '--version']),
    least: () => run(['--input-type=module', '--eval', `import yargs from '${yargs}'; await yargs(['--version']).parseAsync();`]),
  });
  const line = (what, key, bar) => ({
    what,
    figure: `${Math.round(ours[key])} ms`,
    reference: `${Math.round(least[key])} ms`,
    ratio: ours[key] / least[key],
    bar,
  });
  return [line('--version, clock', 'wallMs', 'at most 1.5'), line('--version, CPU', 'cpuMs', '-')];
}
