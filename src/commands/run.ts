import { type Checkpoint, openCheckpoint } from '../checkpoint/index.js';
import { MigrateError } from '../errors.js';
import type { FaceSource } from '../faces/index.js';
import type { Logger } from '../logger.js';
import {
  apply,
  boundToIds,
  FaceList,
  faceTools,
  findMapping,
  lookForFaces,
  planExports,
  reopenFaces,
} from '../migration/index.js';
import { endText, exitCodeFor, forecast, planText, type Summary, summarize, writeReport } from '../report/index.js';
import { type ParsedRunSettings, parseRunSettings, type RunSettings } from '../settings.js';
import { advice } from './advice.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { displayFor } from './display.js';
import { keyFromEnvironment } from './environment.js';
import { faceOptions } from './face-options.js';
import { listenForInterrupts } from './interrupts.js';
import { keepPage } from './keep-page.js';
import { openClient } from './open-client.js';
import { type OpenFaces, openFaces } from './open-faces.js';
import { refuseOtherCuts } from './other-cuts.js';
import { reportContext } from './report-context.js';
import { noteReportFolder } from './report-folders.js';
import { lookingTo, RunProgress, readingTo } from './run-progress.js';
import { shownPath } from './shown-path.js';
import { targetOf } from './target.js';
import { question, targetText } from './target-text.js';
import { type Caller, type Terminal, terminalOf } from './terminal.js';
import { EXPORTS, withExports } from './with-exports.js';

export interface RunResult {
  /** As the process would exit: 0, 1, 2, 3, 130 or 143. */
  readonly exitCode: number;
  readonly summary: Summary;
  /** What stopped the run before its end. */
  readonly stopped?: MigrateError;
}

/**
 * Migrates the people of an export, or goes on with it. Doing it again resumes and sends only what is still needed.
 * @throws MigrateError where nothing could be begun; a run that was begun and stopped says so in `stopped`
 */
export async function run(settings: RunSettings, caller: Caller = {}): Promise<RunResult> {
  return runParsed(parseRunSettings(settings), terminalOf(caller));
}

async function runParsed(settings: ParsedRunSettings, plainTerminal: Terminal): Promise<RunResult> {
  refuseOtherCuts(settings.checkpoint);
  const stop = new AbortController();
  const { terminal, screen, logger } = displayFor(settings, plainTerminal);
  const checkpoint = openCheckpoint(settings.checkpoint, targetOf(settings), settings.shard);
  const interrupts = listenForInterrupts(stop, terminal);
  const progress = new RunProgress({ screen, logger, checkpoint, onProgress: terminal.caller?.onProgress });
  let source: OpenFaces | undefined;
  try {
    source = await openFaces(settings, checkpoint, stop.signal, terminal);
    await plan(settings, { checkpoint, source, progress, signal: stop.signal }, terminal);
    progress.end();
    if (!terminal.caller) checkpoint.meta.set('command', terminal.commandLine);
    checkpoint.meta.set('redact', String(settings.redact));
    noteReportFolder(checkpoint.meta, settings.report);
    await confirm(settings, { checkpoint, progress }, terminal);
    const stopped = await carryOut(settings, { checkpoint, source, progress, logger }, stop);
    progress.end();
    const summary = summarize(checkpoint, reportContext(checkpoint));
    await writeReport(checkpoint, settings.report, reportContext(checkpoint));
    const end = () => endText(summary, shownPath(settings.report), { limit: stopped ? undefined : settings.limit });
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : end());
    const exitCode = interrupts.exitCode() ?? stopped?.exit ?? exitCodeFor(summary);
    return { exitCode, summary, ...(stopped && { stopped }) };
  } finally {
    progress.end();
    interrupts.end();
    await source?.close();
    checkpoint.close();
  }
}

/** What the steps of a run work with. */
interface RunTools {
  readonly checkpoint: Checkpoint;
  readonly source: FaceSource | undefined;
  readonly progress: RunProgress;
}

/** Reads what is new of the exports, and looks for the faces of everybody who still needs one. */
async function plan(
  settings: ParsedRunSettings,
  { checkpoint, source, progress, signal }: RunTools & { readonly signal: AbortSignal },
  terminal: Terminal,
): Promise<void> {
  const { exports, lookup: lookups, maxRecordBytes, encoding, delimiter } = settings;
  if (exports.length > 0) {
    await withExports(exports, async (sources) => {
      const reading = { maxRecordBytes, encoding, delimiter };
      const mapping = await findMapping(settings.mapping, sources[0] ?? '', BUILT_IN_MAPPINGS, reading);
      const onRead = readingTo(progress, sources);
      await planExports(sources, checkpoint, { ...reading, mapping, lookups, signal, onRead, onAdvice: terminal.err });
    });
  } else if (checkpoint.plan.isEmpty()) throw new MigrateError('checkpoint_empty', { file: settings.checkpoint });

  const waiting = settings.faces === undefined ? checkpoint.faces.countPendingFiles() : 0;
  if (waiting > 0) throw new MigrateError('faces_undecided', { count: waiting });
  if (settings.only !== undefined) await boundToIds(settings.only, checkpoint);
  if (settings.retry !== undefined) checkpoint.items.retry(settings.retry || undefined);
  if (!source) return;
  await reopenFaces(checkpoint, source, signal);
  checkpoint.faces.allow(settings.maxFaces);
  const onLooked = lookingTo(progress, checkpoint);
  await lookForFaces(checkpoint, source, { ...faceOptions(settings), signal, onLooked });
}

/** Shows what would be sent, and goes on only after a yes. */
async function confirm(
  settings: ParsedRunSettings,
  { checkpoint, progress }: Pick<RunTools, 'checkpoint' | 'progress'>,
  terminal: Terminal,
): Promise<void> {
  const summary = summarize(checkpoint, reportContext(checkpoint));
  const remaining = checkpoint.totals.remaining();
  const expected = expectations(settings, checkpoint);
  if (!settings.json) terminal.out(planText(summary, { remaining, ...expected }));
  const { writes } = forecast(remaining, expected);
  if (writes === 0) return;
  if (!settings.json) terminal.out(`\n${targetText(settings, checkpoint.meta)}`);
  if (settings.yes) return;
  // The answer would have to come from where the export came from; and that does not come again, but its plan is kept.
  const piped = settings.exports.includes('-');
  const command = `${piped ? terminal.commandLine.replace(/ -(?= |$)/g, '') : terminal.commandLine} --yes`;
  if (!terminal.confirm || piped) throw new MigrateError('confirmation_needed', { command });
  progress.asking();
  if (!(await terminal.confirm(`\n${question(settings, writes)}`))) throw new MigrateError('declined');
}

/** The only part that speaks to Didit. Returns what stopped it, if it did not reach the end. */
async function carryOut(
  settings: ParsedRunSettings,
  { checkpoint, source, progress, logger }: RunTools & { readonly logger: Logger },
  stop: AbortController,
): Promise<MigrateError | undefined> {
  const { client, close } = await openClient(settings, checkpoint, stop.signal);
  const expected = expectations(settings, checkpoint);
  const items = checkpoint.totals.items();
  const list = new FaceList(client, checkpoint.meta);
  const onItem = progress.working('migrating', {
    calls: client.calls,
    uploads: () => list.settling,
    people: items['in progress'] + items.held + Math.min(items.pending, expected.limit ?? items.pending),
    writes: forecast(checkpoint.totals.remaining(), expected).writes,
    limit: settings.writeLimit,
    readLimit: settings.readLimit,
    fail: (error) => stop.abort(error),
  });
  const endPage = keepPage(checkpoint, settings.report, (error) =>
    logger.warn({ code: error instanceof MigrateError ? error.code : 'unknown' }, 'The page could not be written.'),
  );
  try {
    const faces = source && faceTools(source, list, settings.requestTimeout, faceOptions(settings).settings);
    const tools = { client, checkpoint, onExisting: settings.onExisting, faces, signal: stop.signal };
    await apply(tools, {
      concurrency: settings.concurrency,
      limit: settings.limit,
      begin: settings.only === undefined ? 'all' : 'bound',
      stop,
      onItem,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    logger.error({ code: error.code }, error.message);
    return error;
  } finally {
    progress.end();
    await endPage();
    await close();
  }
}

/** What this run is going to do, for the forecast: --limit and --only both bound whom it begins. */
function expectations(settings: ParsedRunSettings, checkpoint: Checkpoint) {
  const { writeLimit: write, readLimit: read, onExisting, limit, only } = settings;
  const bounds = [limit, only === undefined ? undefined : checkpoint.items.countPendingWithin()].filter(
    (bound) => bound !== undefined,
  );
  return {
    write,
    read,
    onExisting,
    facesOn: settings.faces !== false,
    limit: bounds.length > 0 ? Math.min(...bounds) : undefined,
  };
}

export const runCommand: Command = command({
  positionals: { exports: EXPORTS },
  options: [
    'mapping',
    'encoding',
    'delimiter',
    'lookup',
    'faces',
    'fetch-faces',
    'max-faces',
    'check-faces',
    'face-max-side',
    'face-quality',
    'limit',
    'only',
    'shard',
    'retry',
    'yes',
    'on-existing',
    'checkpoint',
    'report',
    'redact',
    'organization-id',
    'application-id',
    'api-key-file',
    'base-url',
    'write-limit',
    'read-limit',
    'redis',
    'concurrency',
    'request-timeout',
    'max-outage',
    'max-record-bytes',
    'allow-private-faces',
    'json',
    'progress',
    'log-level',
    'log-file',
  ],
  examples: [
    ['run customers.csv --faces ./faces --limit 10', 'a pilot with ten people'],
    ['run customers.csv --faces ./faces --yes', 'everybody, without asking'],
  ],
  handle: async (untrusted, terminal) => {
    const { exitCode, stopped } = await runParsed(parseRunSettings({ ...keyFromEnvironment(), ...untrusted }), terminal);
    if (stopped) terminal.err(advice(stopped, terminal.commandLine));
    return exitCode;
  },
});
