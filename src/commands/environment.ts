/** What the environment says, beside the command line. */

/** The value of each option's environment variable that is set. Variables set to nothing count as not set. */
export function fromEnvironment(
  options: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  return Object.fromEntries(
    options.flatMap((option) => {
      const value = environment[environmentName(option)];
      return value ? [[option, value]] : [];
    }),
  );
}

/** The key never is an option: it would show in the process list. */
export function keyFromEnvironment(environment: NodeJS.ProcessEnv = process.env): { apiKey?: string } {
  const key = environment['DIDIT_API_KEY'];
  return key ? { apiKey: key } : {};
}

/** Requests do not go through a proxy, also where the environment names one. */
export function hasProxy(environment: NodeJS.ProcessEnv = process.env): boolean {
  return ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => Boolean(environment[name]));
}

const DIDIT_NAMES = new Set(['base-url', 'organization-id', 'application-id']);

/** `--write-limit` is `DIDIT_MIGRATE_WRITE_LIMIT`; the target's own values are named as in Didit's documentation. */
export function environmentName(option: string): string {
  const prefix = DIDIT_NAMES.has(option) ? 'DIDIT' : 'DIDIT_MIGRATE';
  return `${prefix}_${option.toUpperCase().replaceAll('-', '_')}`;
}
