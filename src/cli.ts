#!/usr/bin/env node
import { createRequire } from 'node:module';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { advice } from './commands/advice.js';
import { commandModules } from './commands/index.js';
import { processTerminal } from './commands/terminal.js';
import { MigrateError } from './errors.js';

const terminal = processTerminal();

/** A reader that closed the pipe (`… | head`) has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3);
});

function end(outcome: unknown): void {
  if (typeof outcome === 'number') process.exitCode = outcome;
  else fail(outcome);
}

/** What was typed is not a command with its options. */
function refuse(message: string): never {
  terminal.err(`${message}\n\ndidit-migrate --help lists commands and options.`);
  process.exit(2);
}

/** An error of ours says what to do. Any other is a mistake in the program: its message may quote data, so only its place is shown. */
function fail(error: unknown): void {
  if (error instanceof Error && error.name === 'YError') refuse(error.message);
  if (error instanceof MigrateError) {
    terminal.err(`\n${advice(error, terminal.commandLine)}`);
    process.exitCode = error.exit;
    return;
  }
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')) : [];
  terminal.err(
    ['This is a mistake in didit-migrate, and the same command goes on from here. Please report these lines:', ...stack].join(
      '\n',
    ),
  );
  process.exitCode = 3;
}

/** yargs loses a lone dash among positionals, unless something stands before it; settings are trimmed. */
const words = hideBin(process.argv).map((word) => (word === '-' ? ' -' : word));

const parser = yargs(words)
  .scriptName('didit-migrate')
  .usage('$0 <command> [options]\n\nMoves users and their faces from another KYC provider’s export into Didit.')
  .epilogue(
    'Every option can also be set as DIDIT_MIGRATE_<OPTION> or in a --config file.\nExit codes: 0 done, 1 people need a look, 2 nothing was sent, 3 stopped and resumable.',
  )
  .version(String(createRequire(import.meta.url)('../package.json').version))
  .strict()
  .recommendCommands()
  .demandCommand(1, 'Say which command; didit-migrate --help lists them.')
  .wrap(Math.min(110, process.stdout.columns || 100))
  .fail((message, error) => (error ? fail(error) : refuse(message)));

parser.command(commandModules(terminal, end));
try {
  await parser.parseAsync();
} catch (error) {
  fail(error);
}
