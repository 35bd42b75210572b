import { wrapped } from '../layout.js';
import type { Check, CheckResult } from './check.js';

const WORDS: Readonly<Record<CheckResult, string>> = { ok: 'ok', unknown: '?', look: 'look', problem: 'PROBLEM' };
const WIDTH = 9;

/** One check: what was found, and below it what to do. */
export function checkText({ result, says, to_do }: Check): string {
  const lines = wrapped(says, `  ${WORDS[result].padEnd(WIDTH)}`);
  return [...lines, ...(to_do === undefined ? [] : wrapped(to_do, `${' '.repeat(2 + WIDTH)}→ `))].join('\n');
}

/** What all of it comes to. */
export function verdictText(exitCode: 0 | 1 | 2): string {
  if (exitCode === 2) return 'A run would not work yet: see PROBLEM above.';
  return exitCode === 1 ? 'A run would work; what says “look” is worth a look before.' : 'Nothing stands against a run.';
}
