import { expect, test } from 'vitest';
import { GROUPS } from '../../src/commands/index.js';
import { Workdir } from '../helpers/program.js';

const commands = Object.values(GROUPS)
  .flat()
  .filter((name) => name !== 'completion');

test.each(commands)('%s has a description and examples', async (name) => {
  const help = await new Workdir().run([name, '--help']);
  expect(help.code, help.story).toBe(0);
  expect(help.stdout).toMatch(new RegExp(`Examples:\n  didit-migrate ${name} `));
});

test('the help of the whole has its commands in groups', async () => {
  const { stdout, code } = await new Workdir().run(['--help']);
  expect(code).toBe(0);
  expect(stdout.match(/^\w+:$/gm)).toEqual(['Prepare:', 'Migrate:', 'Prove:', 'Tools:', 'Options:']);
});

test.each([
  [['stauts'], 'Did you mean status?'],
  [['run', 'x.csv', '--concurency', '3'], 'Did you mean --concurrency?'],
  [[], 'Say which command'],
])('%j is answered with what was meant', async (words, said) => {
  const { stderr, code } = await new Workdir().run(words);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

test('the shell completes commands and options', async () => {
  const dir = new Workdir();
  expect((await dir.run(['completion'])).stdout).toContain('###-begin-didit-migrate-completions-###');
  const completed = async (...words: string[]) =>
    (await dir.run(['--get-yargs-completions', 'didit-migrate', ...words])).stdout.trim().split('\n');
  expect(await completed('')).toEqual(expect.arrayContaining(['run', 'doctor', 'status']));
  expect(await completed('status', '--w')).toContain('--watch');
});
