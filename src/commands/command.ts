import type { ArgumentsCamelCase, Argv, CommandModule, Options } from 'yargs';
import type { MigrateError } from '../errors.js';
import { fromEnvironment } from '../settings.js';
import { type OptionName, optionsNamed } from './options.js';
import type { Terminal } from './terminal.js';

export interface CommandFacts {
  /** As yargs takes it: name and positionals. */
  readonly usage: string;
  readonly describe: string;
  readonly positionals?: Readonly<Record<string, string>>;
  readonly options: readonly OptionName[];
  /** Options that no other command has. */
  readonly own?: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [command: string, what: string])[];
  /** Takes untrusted settings and gives the exit code. */
  readonly handle: (untrusted: Readonly<Record<string, unknown>>, terminal: Terminal) => Promise<number>;
}

export interface Command {
  readonly name: string;
  /** `end` gets the exit code, or the error that there was no way around. */
  readonly module: (terminal: Terminal, end: (outcome: unknown) => void) => CommandModule;
}

/** The yargs side of a command: options from the command line, then from the environment, then from --config. */
export function command({ usage, describe, positionals = {}, options, own = {}, examples = [], handle }: CommandFacts): Command {
  const [name = usage] = usage.split(' ');
  const names = [...options, ...Object.keys(own)];
  const build = (argv: Argv): Argv => {
    for (const [positional, what] of Object.entries(positionals)) argv.positional(positional, { type: 'string', describe: what });
    for (const [example, what] of examples) argv.example(`$0 ${example}`, what);
    return argv
      .options({ ...optionsNamed(options), ...own })
      .config(fromEnvironment(names))
      .config('config', 'JSON file with any of these options');
  };
  return {
    name,
    module: (terminal, end) => ({ command: usage, describe, builder: build, handler: (argv) => settle(argv, terminal, end) }),
  };

  async function settle(argv: ArgumentsCamelCase, terminal: Terminal, end: (outcome: unknown) => void): Promise<void> {
    try {
      end(await handle(settingsFrom(argv, [...Object.keys(positionals), ...names]), terminal));
    } catch (error) {
      end(error);
    }
  }
}

/** What may be given several times. */
const SEVERAL: ReadonlySet<string> = new Set(['exports', 'lookup', 'checkpoint']);

/** What was given, under the names of settings.ts. */
function settingsFrom(argv: ArgumentsCamelCase, names: readonly string[]): Record<string, unknown> {
  const given = names
    .map((name) => name.replace(/-./g, (dash) => dash.slice(1).toUpperCase()))
    .filter((name) => argv[name] !== undefined);
  // An option that is given twice counts as given last: `--faces DIR … --no-faces` means without.
  const last = (name: string) => (!SEVERAL.has(name) && Array.isArray(argv[name]) ? argv[name].at(-1) : argv[name]);
  return Object.fromEntries(given.map((name) => [name, last(name)]));
}

/** What a stop says: what happened, what to do, and the command that goes on. */
export function advice(error: MigrateError, commandLine: string): string {
  const goOn = error.exit === 3 ? `\nTo go on: ${commandLine}` : '';
  return `${error.message}\n${error.help}${goOn}`;
}
