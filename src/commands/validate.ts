import { temporaryCheckpoint } from '../checkpoint/index.js';
import { findMapping, lookForFaces, planExports } from '../migration/index.js';
import { exitCodeFor, planText, type Summary, summarize } from '../report/index.js';
import { type ParsedValidateSettings, parseValidateSettings, type ValidateSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { faceOptions } from './face-options.js';
import { listenForInterrupts } from './interrupts.js';
import { type OpenFaces, openFaces } from './open-faces.js';
import { reportContext } from './report-context.js';
import { NO_TERMINAL, type Terminal } from './terminal.js';

/**
 * The whole plan without any network: not even a name is looked up. It is made in a private file that is gone afterwards, so it never
 * changes what a run does.
 * @throws MigrateError where an export, a mapping or the faces folder cannot be used
 */
export async function validate(
  settings: ValidateSettings,
  terminal: Terminal = NO_TERMINAL,
): Promise<{ exitCode: number; summary: Summary }> {
  return validateParsed(parseValidateSettings(settings), terminal);
}

async function validateParsed(
  settings: ParsedValidateSettings,
  terminal: Terminal,
): Promise<{ exitCode: number; summary: Summary }> {
  const { exports, mapping: named, faces, maxRecordBytes, writeLimit: write, readLimit: read } = settings;
  const stop = new AbortController();
  const interrupts = listenForInterrupts(stop, terminal);
  const checkpoint = temporaryCheckpoint();
  let source: OpenFaces | undefined;
  try {
    const mapping = await findMapping(named, exports[0] ?? '', BUILT_IN_MAPPINGS, maxRecordBytes);
    await planExports(exports, checkpoint, { mapping, maxRecordBytes, signal: stop.signal });
    checkpoint.faces.allow(settings.maxFaces);
    source = await openFaces(settings, checkpoint, stop.signal, terminal);
    if (source) await lookForFaces(checkpoint, source, { ...faceOptions(settings), signal: stop.signal });

    const summary = summarize(checkpoint, reportContext(checkpoint));
    const plan = planText(summary, { remaining: checkpoint.totals.remaining(), write, read, facesOn: faces !== false });
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : plan);
    return { exitCode: exitCodeFor(summary), summary };
  } finally {
    interrupts.end();
    await source?.close();
    checkpoint.close();
  }
}

export const validateCommand: Command = command({
  usage: 'validate <exports..>',
  describe: 'The plan, without any network: counts, problems, calls, hours',
  positionals: { exports: 'The former provider’s file or files: CSV, JSON or NDJSON' },
  options: [
    'mapping',
    'faces',
    'fetch-faces',
    'max-faces',
    'check-faces',
    'face-max-side',
    'face-quality',
    'write-limit',
    'read-limit',
    'max-record-bytes',
    'allow-private-faces',
    'json',
  ],
  examples: [
    ['validate customers.csv --faces ./faces', 'see what a run would do'],
    ['validate customers.csv --faces ./faces --check-faces full', 'prepare every image as well'],
  ],
  handle: async (untrusted, terminal) => (await validateParsed(parseValidateSettings(untrusted), terminal)).exitCode,
});
