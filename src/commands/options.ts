import type { Options } from 'yargs';

const text = (describe: string, alias: string[] = []) =>
  ({ type: 'string', requiresArg: true, alias, describe }) as const satisfies Options;
const flag = (describe: string, alias: string[] = []) => ({ type: 'boolean', alias, describe }) as const satisfies Options;

/** Every option once, with unit, default and consequence. The defaults here are text; setting-fields.ts is where they are. */
const OPTIONS = {
  mapping: text('A built-in mapping or a mapping file of your own [guessed when clear]', ['m']),
  encoding: text('Encoding of the text, such as windows-1252 or utf-16le [found out; a byte order mark decides]'),
  delimiter: text('What separates the cells of a CSV file: a character, or comma, semicolon, tab, bar [found out]'),
  lookup: text('A second file that the mapping joins, as NAME=FILE; may be given several times'),
  faces: text('Folder or zip with the images; --no-faces migrates without'),
  'fetch-faces': flag('Fetch the images behind https links, from public addresses only'),
  'max-faces': text('At most this many faces for each person, 1 to 5, in the order of the mapping [1]'),
  'check-faces': text(
    'Before anything is sent: full prepares every image, header reads its header, none looks whether it is there [header]',
  ),
  'face-max-side': text('Longest side of an uploaded image in pixels, 320 to 4096 [1280]'),
  'face-quality': text('JPEG quality to begin with, 50 to 95; lowered where 2 MB would be passed [85]'),
  checkpoint: text('The file that knows the plan and every result [didit-migrate-<application>.db, with the part in it]', ['c']),
  report: text('Folder for the report files [the checkpoint’s name + -report]'),
  redact: flag('Show keyed hashes instead of vendor_data in report.html; results.csv is the id map and keeps it'),
  'base-url': text('Didit’s address [https://verification.didit.me]'),
  'api-key-file': text('File with the API key; or set DIDIT_API_KEY. The key itself is never an option'),
  'organization-id': text('Organization that owns the application (UUID)'),
  'application-id': text('Application that gets the users (UUID)'),
  'write-limit': text('Writes per sliding window, or off; 300/60s is all that Didit allows a key [240/60s]'),
  'read-limit': text('Reads per sliding window, or off [480/60s]'),
  concurrency: text('People in work at a time; the limits set the pace [8]'),
  redis: text(
    'Keep to the limits together with other processes that have the same key: redis:// or rediss://; a password is better given in DIDIT_MIGRATE_REDIS',
  ),
  'on-existing': text('A user that is in Didit already: adopt, update, skip or fail [adopt]'),
  only: text('Begin only the people whose ids are in this file: one a line, or a column vendor_data'),
  shard: text(
    'Only a part of the people: K/N; /N where an array job tells K, auto where it tells both. Each part has its own checkpoint',
  ),
  retry: { type: 'string', describe: 'Take up again what was given up: all of it, or what ended with one code' },
  limit: text('Begin at most this many new people: a pilot'),
  'max-outage': text('Stop when Didit has been out for this long [1h]'),
  'request-timeout': text('Take a request as unanswered after [30s]'),
  'max-record-bytes': text('A larger record is not read [16777216]'),
  'allow-private-faces': flag('For rehearsals: with --fetch-faces, links may lead to this machine, also by http'),
  json: flag('Print the result as JSON'),
  yes: flag('Write without asking', ['y']),
  progress: flag('Show progress; --no-progress leaves log lines'),
  'log-level': text('debug, info, warn, error or silent [info]'),
  'log-file': text('Write the log to a file instead of standard error'),
} as const satisfies Record<string, Options>;

export type OptionName = keyof typeof OPTIONS;

/** The options of one command, in this order. */
export function optionsNamed(names: readonly OptionName[]): Record<string, Options> {
  return Object.fromEntries(names.map((name) => [name, OPTIONS[name]]));
}
