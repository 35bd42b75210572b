// Runs a Node program and says what it took. On a machine that does something else at the same time its CPU time says more than the
// clock; both are medians over rounds in which program and reference take turns.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const usage = new URL('usage.mjs', import.meta.url).href;
export const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * @param {readonly string[]} words script and arguments
 * @param {{ env?: Record<string, string>, codes?: readonly number[], onError?: (text: string) => void }} [options] `codes`: exit codes
 *   that are none of failure
 * @returns {Promise<{ wallMs: number, cpuMs: number, peakMB: number, out: string }>}
 */
export async function run(words, { env = {}, codes = [0] } = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', usage, ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const texts = [1, 2, 3].map(async (descriptor) => {
    let text = '';
    for await (const chunk of child.stdio[descriptor] ?? []) text += chunk;
    return text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const wallMs = performance.now() - began;
  const [out = '', err = '', used = ''] = await Promise.all(texts);
  if (!codes.includes(Number(code))) throw new Error(`${words.join(' ')} ended with ${code}\n${out}\n${err}`);
  return { wallMs, ...JSON.parse(used), out };
}

/**
 * Each in turn, again and again.
 * @param {number} rounds
 * @param {Record<string, () => Promise<{ wallMs: number, cpuMs: number, peakMB: number }>>} works
 */
export async function inTurns(rounds, works) {
  const all = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) all[name].push(await work());
  }
  return Object.fromEntries(Object.entries(all).map(([name, runs]) => [name, medians(runs)]));
}

function medians(runs) {
  const of = (key) => median(runs.map((each) => each[key]));
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMB: of('peakMB') };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
