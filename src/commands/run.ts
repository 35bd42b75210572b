import { type Checkpoint, openCheckpoint } from '../checkpoint/index.js';
import { Client, openSharedLanes, sharedLanesId } from '../didit/index.js';
import { MigrateError } from '../errors.js';
import type { FaceSource } from '../faces/index.js';
import { createLogger } from '../logger.js';
import {
  apply,
  boundToIds,
  FaceList,
  faceTools,
  findMapping,
  lookForFaces,
  planExports,
  reopenFaces,
  spentBefore,
} from '../migration/index.js';
import { endText, exitCodeFor, forecast, planText, type Summary, summarize, writeReport } from '../report/index.js';
import { keyFromEnvironment, type ParsedRunSettings, parseRunSettings, type RunSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { advice, type Command, command } from './command.js';
import { faceOptions } from './face-options.js';
import { listenForInterrupts } from './interrupts.js';
import { type OpenFaces, openFaces } from './open-faces.js';
import { refuseOtherCuts } from './other-cuts.js';
import { showProgress } from './progress.js';
import { reportContext } from './report-context.js';
import { shownPath } from './shown-path.js';
import { NO_TERMINAL, type Terminal } from './terminal.js';
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
export async function run(settings: RunSettings, terminal: Terminal = NO_TERMINAL): Promise<RunResult> {
  return runParsed(parseRunSettings(settings), terminal);
}

async function runParsed(settings: ParsedRunSettings, terminal: Terminal): Promise<RunResult> {
  refuseOtherCuts(settings.checkpoint);
  const stop = new AbortController();
  const checkpoint = openCheckpoint(settings.checkpoint, targetOf(settings), settings.shard);
  const interrupts = listenForInterrupts(stop, terminal);
  let source: OpenFaces | undefined;
  try {
    source = await openFaces(settings, checkpoint, stop.signal, terminal);
    await plan(settings, checkpoint, source, stop.signal, terminal);
    await confirm(settings, checkpoint, terminal);
    const stopped = await carryOut(settings, checkpoint, source, stop, terminal);
    const summary = summarize(checkpoint, reportContext(checkpoint));
    await writeReport(checkpoint, settings.report, reportContext(checkpoint));
    const end = () => endText(summary, shownPath(settings.report), { limit: stopped ? undefined : settings.limit });
    terminal.out(settings.json ? JSON.stringify(summary, null, 2) : end());
    const exitCode = interrupts.exitCode() ?? stopped?.exit ?? exitCodeFor(summary);
    return { exitCode, summary, ...(stopped && { stopped }) };
  } finally {
    interrupts.end();
    await source?.close();
    checkpoint.close();
  }
}

/** Reads what is new of the exports, and looks for the faces of everybody who still needs one. */
async function plan(
  settings: ParsedRunSettings,
  checkpoint: Checkpoint,
  source: FaceSource | undefined,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const { exports, lookup: lookups, maxRecordBytes, encoding, delimiter } = settings;
  if (exports.length > 0) {
    await withExports(exports, async (sources) => {
      const reading = { maxRecordBytes, encoding, delimiter };
      const mapping = await findMapping(settings.mapping, sources[0] ?? '', BUILT_IN_MAPPINGS, reading);
      await planExports(sources, checkpoint, { ...reading, mapping, lookups, signal, onAdvice: terminal.err });
    });
  } else if (checkpoint.plan.isEmpty()) throw new MigrateError('checkpoint_empty', { file: settings.checkpoint });

  const waiting = settings.faces === undefined ? checkpoint.faces.countPendingFiles() : 0;
  if (waiting > 0) throw new MigrateError('faces_undecided', { count: waiting });
  if (settings.only !== undefined) await boundToIds(settings.only, checkpoint);
  if (settings.retry !== undefined) checkpoint.items.retry(settings.retry || undefined);
  if (!source) return;
  await reopenFaces(checkpoint, source, signal);
  checkpoint.faces.allow(settings.maxFaces);
  await lookForFaces(checkpoint, source, { ...faceOptions(settings), signal });
}

/** Shows what would be sent, and goes on only after a yes. */
async function confirm(settings: ParsedRunSettings, checkpoint: Checkpoint, terminal: Terminal): Promise<void> {
  const summary = summarize(checkpoint, reportContext(checkpoint));
  const remaining = checkpoint.totals.remaining();
  const expected = expectations(settings, checkpoint);
  if (!settings.json) terminal.out(planText(summary, { remaining, ...expected }));
  if (settings.yes || forecast(remaining, expected).writes === 0) return;
  // The answer would have to come from where the export came from; and that does not come again, but its plan is kept.
  const piped = settings.exports.includes('-');
  const command = `${piped ? terminal.commandLine.replace(/ -(?= |$)/g, '') : terminal.commandLine} --yes`;
  if (!terminal.confirm || piped) throw new MigrateError('confirmation_needed', { command });
  if (!(await terminal.confirm(`Write to application ${settings.applicationId} at ${settings.baseUrl}?`)))
    throw new MigrateError('declined');
}

/** The only part that speaks to Didit. Returns what stopped it, if it did not reach the end. */
async function carryOut(
  settings: ParsedRunSettings,
  checkpoint: Checkpoint,
  source: FaceSource | undefined,
  stop: AbortController,
  terminal: Terminal,
): Promise<MigrateError | undefined> {
  const bar = settings.progress && terminal.screen;
  const logger = createLogger({ level: bar && !settings.logFile ? 'silent' : settings.logLevel, file: settings.logFile });
  const limits = { write: settings.writeLimit, read: settings.readLimit };
  const { redis: url, baseUrl, apiKey, maxOutage: maxOutageMs } = settings;
  const sharedAs = url === undefined ? undefined : sharedLanesId(baseUrl, apiKey);
  const shared = url && sharedAs ? await openSharedLanes({ url, id: sharedAs, maxOutageMs, signal: stop.signal }) : undefined;
  const client = new Client({
    target: settings,
    apiKey: settings.apiKey,
    requestTimeoutMs: settings.requestTimeout,
    connections: settings.concurrency,
    writeLimit: limits.write,
    readLimit: limits.read,
    spent: spentBefore(checkpoint, limits, sharedAs),
    shared,
    maxOutageMs,
    signal: stop.signal,
  });
  const expected = expectations(settings, checkpoint);
  const items = checkpoint.totals.items();
  const list = new FaceList(client, checkpoint.meta);
  const progress = showProgress(client, {
    settling: () => list.settling,
    terminal,
    bar,
    logger,
    total: items['in progress'] + items.held + Math.min(items.pending, expected.limit ?? items.pending),
    writes: forecast(checkpoint.totals.remaining(), expected).writes,
    writeLimit: limits.write,
  });
  try {
    const faces = source && faceTools(source, list, settings.requestTimeout, faceOptions(settings).settings);
    const tools = { client, checkpoint, onExisting: settings.onExisting, faces, signal: stop.signal };
    await apply(tools, {
      concurrency: settings.concurrency,
      limit: settings.limit,
      begin: settings.only === undefined ? 'all' : 'bound',
      stop,
      onItem: progress.onItem,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error;
    logger.error({ code: error.code }, error.message);
    return error;
  } finally {
    progress.end();
    await client.close();
    shared?.close();
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

function targetOf({ baseUrl, organizationId, applicationId }: ParsedRunSettings): string {
  return `${baseUrl} organization ${organizationId} application ${applicationId}`;
}

export const runCommand: Command = command({
  usage: 'run [exports..]',
  describe: 'Plan, show the plan, ask, migrate; the same command again resumes',
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
