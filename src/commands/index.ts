import type { CommandModule } from 'yargs';
import type { Command } from './command.js';
import type { Groups } from './grouped-help.js';
import type { Terminal } from './terminal.js';

/** A command as the help lists it. What it works with is loaded when it is called for: most of a start's time would go there. */
interface ListedCommand {
  /** As yargs takes it: name and positionals. */
  readonly usage: string;
  readonly describe: string;
  readonly load: () => Promise<Command>;
}

/** By what they are for, in the order in which a migration uses them. */
const BY_GROUP: Readonly<Record<string, readonly ListedCommand[]>> = {
  Prepare: [
    {
      usage: 'inspect <exports..>',
      describe: 'What is in an export, which mapping fits, what looks wrong',
      load: async () => (await import('./inspect.js')).inspectCommand,
    },
    {
      usage: 'init <exports..>',
      describe: 'Write a draft of a mapping for an export that no built-in one fits',
      load: async () => (await import('./init.js')).initCommand,
    },
    {
      usage: 'validate <exports..>',
      describe: 'The plan, without any network: counts, problems, calls, hours',
      load: async () => (await import('./validate.js')).validateCommand,
    },
    {
      usage: 'doctor',
      describe: 'Would a run work: this machine, the way to Didit, the key, the ids',
      load: async () => (await import('./doctor.js')).doctorCommand,
    },
  ],
  Migrate: [
    {
      usage: 'run [exports..]',
      describe: 'Plan, show the plan, ask, migrate; the same command again resumes',
      load: async () => (await import('./run.js')).runCommand,
    },
    {
      usage: 'status',
      describe: 'Where a checkpoint stands, also while a run goes on',
      load: async () => (await import('./status.js')).statusCommand,
    },
  ],
  Prove: [
    {
      usage: 'report',
      describe: 'Write the report files again',
      load: async () => (await import('./report.js')).reportCommand,
    },
    {
      usage: 'verify [exports..]',
      describe: 'Read everybody back from Didit and compare; with the export, field by field',
      load: async () => (await import('./verify.js')).verifyCommand,
    },
    {
      usage: 'rollback',
      describe: 'Take back what this checkpoint has made in Didit and nothing else; only looks without --yes',
      load: async () => (await import('./rollback.js')).rollbackCommand,
    },
    {
      usage: 'purge',
      describe: 'Delete what personal data is left in checkpoint and report; ids and results stay',
      load: async () => (await import('./purge.js')).purgeCommand,
    },
  ],
  Tools: [
    {
      usage: 'mappings <action> [target]',
      describe: 'List the built-in mappings, show one as a table to sign, test one on your own sample',
      load: async () => (await import('./mappings.js')).mappingsCommand,
    },
    {
      usage: 'convert <exports..>',
      describe: 'Write the people as a file for the import of Didit’s console: profiles only, no faces',
      load: async () => (await import('./convert.js')).convertCommand,
    },
    {
      usage: 'sandbox',
      describe: 'A local Didit for rehearsals: documented rules and limits, faults on demand',
      load: async () => (await import('./sandbox.js')).sandboxCommand,
    },
  ],
};

const nameOf = ({ usage }: Pick<ListedCommand, 'usage'>) => usage.replace(/ .*/, '');

/** `completion` is yargs' own. */
export const GROUPS: Groups = Object.fromEntries(
  Object.entries(BY_GROUP).map(([title, commands]) => [
    title,
    [...commands.map(nameOf), ...(title === 'Tools' ? ['completion'] : [])],
  ]),
);

export interface CalledCommand {
  readonly name: string;
  /** Name and positionals; in angle brackets what it cannot do without. */
  readonly usage: string;
  /** The names of all its options, without dashes. */
  readonly options: readonly string[];
}

export interface Listener {
  /** Gets the exit code, or the error that there was no way around. */
  readonly end: (outcome: unknown) => void;
  /** Gets the command that was called for, before anything of it is checked. */
  readonly called: (command: CalledCommand) => void;
}

export function commandModules(terminal: Terminal, { end, called }: Listener): CommandModule[] {
  return Object.values(BY_GROUP)
    .flat()
    .map(({ usage, describe, load }) => ({
      command: usage,
      describe,
      builder: async (argv) => {
        const command = await load();
        called({ name: nameOf({ usage }), usage, options: command.options });
        return command.build(argv);
      },
      handler: async (argv) => {
        try {
          end(await (await load()).handle(argv, terminal));
        } catch (error) {
          end(error);
        }
      },
    }));
}
