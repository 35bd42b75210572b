#!/usr/bin/env node
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { advice } from './commands/advice.js';
import { groupedHelp } from './commands/grouped-help.js';
import { type CalledCommand, commandModules, GROUPS } from './commands/index.js';
import { signalExit } from './commands/interrupts.js';
import { processTerminal } from './commands/terminal.js';
import { whatIsWrong } from './commands/what-is-wrong.js';
import { MigrateError } from './errors.js';

/**
 * Next to nothing of what is read is kept, and V8 lets garbage grow to four times of that before it collects. At two and a half times a
 * dry run needs 45 MB less at its peak and takes a twentieth longer.
 */
setFlagsFromString('--heap-growing-percent=150');

const terminal = processTerminal();

/** yargs loses a lone dash among positionals, unless something stands before it; settings are trimmed. */
const words = hideBin(process.argv).map((word) => (word === '-' ? ' -' : word));
/** The command that was named, once it is known. */
const called: CalledCommand[] = [];

function end(outcome: unknown): void {
  if (typeof outcome === 'number') process.exitCode = outcome;
  else fail(outcome);
}

/** What was typed is not a command with its options. */
function refuse(message: string): never {
  const [command] = called;
  const what = whatIsWrong(message, words, command);
  terminal.err(`${what}\n\ndidit-migrate ${command ? `${command.name} --help lists its options` : '--help lists the commands'}.`);
  process.exit(2);
}

/** An error of ours says what to do. Any other is a mistake in the program: its message may quote data, so only its place is shown. */
function fail(error: unknown): void {
  if (error instanceof Error && error.name === 'YError') refuse(error.message);
  if (error instanceof MigrateError) {
    terminal.err(`\n${advice(error, terminal.commandLine)}`);
    process.exitCode = signalExit(error) ?? error.exit;
    return;
  }
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at ')) : [];
  terminal.err(
    ['This is a bug in didit-migrate, and the same command goes on from here. Please report these lines:', ...stack].join('\n'),
  );
  process.exitCode = 3;
}

const parser = yargs()
  .scriptName('didit-migrate')
  .usage('$0 <command> [options]\n\nMoves users and their faces from another KYC provider’s export into Didit.')
  .epilogue(
    'Every option can also be set as DIDIT_MIGRATE_<OPTION> or in a --config file.\nExit codes: 0 done, 1 people need a look, 2 nothing was sent, 3 stopped and resumable.',
  )
  .version(String(createRequire(import.meta.url)('../package.json').version))
  .strict()
  .recommendCommands()
  .demandCommand(1, 'Say which command; didit-migrate --help lists them.')
  .completion('completion', 'Print what makes your shell complete commands and options')
  .wrap(Math.min(110, process.stdout.columns || 100))
  .fail((message, error) => (error ? fail(error) : refuse(message)));

// A mistake in a callback passes by every catch: without this it would end with 1, as if people needed a look, and show its message.
process.once('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

parser.command(commandModules(terminal, { end, called: (command) => called.push(command) }));
try {
  await parser.parseAsync(words, {}, (_error, _argv, output) => {
    if (output) terminal.out(groupedHelp(output, 'didit-migrate', GROUPS));
  });
} catch (error) {
  fail(error);
}
