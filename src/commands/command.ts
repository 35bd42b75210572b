import type { ArgumentsCamelCase, Argv, Options } from 'yargs';
import { fromEnvironment } from './environment.js';
import { type OptionName, optionsNamed } from './options.js';
import type { Terminal } from './terminal.js';

export interface CommandFacts {
  readonly positionals?: Readonly<Record<string, string>>;
  readonly options: readonly OptionName[];
  /** Options that no other command has. */
  readonly own?: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [command: string, what: string])[];
  /** Takes untrusted settings and gives the exit code. */
  readonly handle: (untrusted: Readonly<Record<string, unknown>>, terminal: Terminal) => Promise<number>;
}

export interface Command {
  /** All that it has, without dashes. */
  readonly options: readonly string[];
  /** Tells yargs what the command takes: options from the command line, then from the environment, then from --config. */
  readonly build: (argv: Argv) => Argv;
  /** Gives the exit code. */
  readonly handle: (argv: ArgumentsCamelCase, terminal: Terminal) => Promise<number>;
}

export function command({ positionals = {}, options, own = {}, examples = [], handle }: CommandFacts): Command {
  const names = [...options, ...Object.keys(own)];
  return {
    options: names,
    build: (argv) => {
      for (const [positional, what] of Object.entries(positionals))
        argv.positional(positional, { type: 'string', describe: what });
      for (const [example, what] of examples) argv.example(`$0 ${example}`, what);
      return argv
        .options({ ...optionsNamed(options), ...own })
        .config(fromEnvironment(names))
        .config('config', 'JSON file with any of these options');
    },
    handle: (argv, terminal) => handle(settingsFrom(argv, [...Object.keys(positionals), ...names]), terminal),
  };
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
