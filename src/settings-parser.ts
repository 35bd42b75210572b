import type { z } from 'zod';
import { MigrateError } from './errors.js';

/** @throws MigrateError `settings_invalid` with every problem */
export type ParseSettings<Parsed> = (untrusted: unknown) => Parsed;

/**
 * Reads what a person has told a command.
 * @param complete for what the schema alone cannot say: gives the settings as the command takes them, or adds to the problems
 */
export function settingsParser<Schema extends z.ZodType>(command: string, schema: Schema): ParseSettings<z.output<Schema>>;
export function settingsParser<Schema extends z.ZodType, Parsed>(
  command: string,
  schema: Schema,
  complete: (settings: z.output<Schema>, problems: string[]) => Parsed | undefined,
): ParseSettings<Parsed>;
export function settingsParser<Schema extends z.ZodType>(
  command: string,
  schema: Schema,
  complete: (settings: z.output<Schema>, problems: string[]) => unknown = (settings) => settings,
): ParseSettings<unknown> {
  return (untrusted) => {
    const problems: string[] = [];
    const settings = check(schema, untrusted, problems);
    const completed = settings === undefined ? undefined : complete(settings, problems);
    if (completed === undefined || problems.length > 0) throw invalid(command, problems);
    return completed;
  };
}

function check<Schema extends z.ZodType>(schema: Schema, untrusted: unknown, problems: string[]): z.output<Schema> | undefined {
  const parsed = schema.safeParse(untrusted);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') problems.push(...issue.keys.map((key) => `${optionName(key)} is not an option here`));
    else problems.push(`${optionName(String(issue.path[0] ?? 'settings'))} ${issue.message}`);
  }
  return undefined;
}

function optionName(key: string): string {
  const positional: Readonly<Record<string, string>> = { exports: 'EXPORT', action: 'ACTION', target: 'TARGET' };
  return positional[key] ?? `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function invalid(command: string, problems: readonly string[]): MigrateError {
  return new MigrateError('settings_invalid', { command, problems: problems.map((problem) => `  - ${problem}`).join('\n') });
}
