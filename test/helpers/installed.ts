import { spawnSync } from 'node:child_process';

/** Whether a program of the machine can be used; without it tests are skipped with a word, and fail where nothing may be skipped. */
export function isInstalled(program: string, why: string): boolean {
  if (!spawnSync(program, ['--version']).error) return true;
  if (process.env['CI']) throw new Error(`${program} is needed ${why}.`);
  console.warn(`SKIPPED: there is no ${program} ${why}.`);
  return false;
}
