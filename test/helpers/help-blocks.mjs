// The help texts between the README's two marks. Run as a program it writes them: npm run docs.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const COMMANDS = [
  '',
  'inspect',
  'init',
  'validate',
  'doctor',
  'run',
  'status',
  'report',
  'verify',
  'rollback',
  'purge',
  'mappings',
  'convert',
  'sandbox',
];

/** @param {string} readme */
export function readmeWithHelp(readme) {
  const blocks = COMMANDS.map(
    (command) => `\`\`\`text\n$ ${['didit-migrate', command, '--help'].filter(Boolean).join(' ')}\n${help(command)}\n\`\`\``,
  );
  return readme.replace(
    /(<!-- help: begin -->\n)[\s\S]*?(<!-- help: end -->)/,
    (_, begin, end) => `${begin}\n${blocks.join('\n\n')}\n\n${end}`,
  );
}

/** @param {string} command */
function help(command) {
  const args = [cli, ...(command ? [command] : []), '--help'];
  return execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
  }).trimEnd();
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const file = new URL('../../README.md', import.meta.url);
  writeFileSync(file, readmeWithHelp(readFileSync(file, 'utf8')));
}
