import type { Checkpoint } from '../checkpoint/index.js';
import { expectIds, lookForFaces, matchFaceFiles } from '../migration/index.js';
import {
  type ExpectedSummary,
  exitCodeFor,
  expectedText,
  type ListName,
  lacksExpected,
  listsText,
  type PageContext,
  planText,
  type Summary,
  summarize,
  summarizeExpected,
  type ValidationSummary,
  writeLists,
} from '../report/index.js';
import { type ParsedValidateSettings, parseExplainSettings, parseValidateSettings, type ValidateSettings } from '../settings.js';
import { shardText } from '../shard.js';
import { type Command, command } from './command.js';
import { type DryPlan, withDryPlan } from './dry-plan.js';
import { explainParsed } from './explain.js';
import { faceOptions } from './face-options.js';
import { openFaces } from './open-faces.js';
import { reportContext } from './report-context.js';
import { lookingTo } from './run-progress.js';
import { shownPath } from './shown-path.js';
import { type Caller, commandOf, type Terminal, terminalOf } from './terminal.js';
import { EXPORTS, exportWords } from './with-exports.js';

export interface ValidateResult {
  /** 1 where a record or a face needs a human, or where somebody who is expected would not be migrated; else 0. */
  readonly exitCode: number;
  readonly summary: Summary;
  /** Your own list against the export, where one was given. */
  readonly expected?: ExpectedSummary;
  /** How many files under --faces are nobody's, where a folder or zip was given. */
  readonly unmatchedFaceFiles?: number;
}
type Found = Omit<ValidateResult, 'exitCode'>;

/**
 * The whole plan without any network: not even a name is looked up. It is made in a private file that is gone afterwards, so it never
 * changes what a run does.
 * @throws MigrateError where an export, a mapping, the faces or the list of expected ids cannot be used
 */
export async function validate(settings: ValidateSettings, caller: Caller = {}): Promise<ValidateResult> {
  return validateParsed(parseValidateSettings(settings), terminalOf(caller));
}

async function validateParsed(settings: ParsedValidateSettings, terminal: Terminal): Promise<ValidateResult> {
  return withDryPlan(settings, terminal, async (plan) => {
    await compare(settings, plan, terminal);
    const { checkpoint } = plan;
    const found = findings(settings, checkpoint);
    const lists = listsOf(found);
    if (settings.report !== undefined)
      await writeLists(checkpoint, found.summary, settings.report, lists, pageContext(settings, checkpoint));
    terminal.out(settings.json ? jsonOf(found) : textOf(settings, checkpoint, found, lists));
    return { ...found, exitCode: found.expected && lacksExpected(found.expected) ? 1 : exitCodeFor(found.summary) };
  });
}

/** The plan beside what else the user has: images, and a list of people. */
async function compare(
  settings: ParsedValidateSettings,
  { checkpoint, signal, progress }: DryPlan,
  terminal: Terminal,
): Promise<void> {
  checkpoint.faces.allow(settings.maxFaces);
  const source = await openFaces(settings, checkpoint, signal, terminal);
  if (source) {
    try {
      const onLooked = lookingTo(progress, checkpoint);
      await lookForFaces(checkpoint, source, { ...faceOptions(settings), signal, onLooked });
      // Most files of a folder are of people in other parts, whom nobody has seen here.
      if (source.archive && !settings.shard) await matchFaceFiles(checkpoint, source.archive, signal);
    } finally {
      progress.end();
      await source.close();
    }
  }
  if (settings.expect !== undefined) await expectIds(settings.expect, checkpoint);
}

function findings({ faces, expect, shard }: ParsedValidateSettings, checkpoint: Checkpoint): Found {
  return {
    summary: summarize(checkpoint, reportContext(checkpoint)),
    ...(expect !== undefined && { expected: summarizeExpected(checkpoint.expected) }),
    ...(faces && !shard && { unmatchedFaceFiles: checkpoint.faceFiles.countUnwanted() }),
  };
}

/** What carries out this plan. */
function runOf(settings: ParsedValidateSettings): string {
  const { faces, fetchFaces, maxFaces, mapping, lookup, shard } = settings;
  const words = [
    ...exportWords(settings),
    ...(mapping === undefined ? [] : ['--mapping', mapping]),
    ...lookup.flatMap(({ name, file }) => ['--lookup', `${name}=${file}`]),
    ...(faces === false ? ['--no-faces'] : faces === undefined ? [] : ['--faces', faces]),
    ...(fetchFaces ? ['--fetch-faces'] : []),
    ...(maxFaces > 1 ? ['--max-faces', String(maxFaces)] : []),
    ...(shard ? ['--shard', shardText(shard)] : []),
  ];
  return commandOf('run', ...words);
}

/** What the page of the plan says besides the plan. */
function pageContext(settings: ParsedValidateSettings, checkpoint: Checkpoint): PageContext {
  const { writeLimit: write, readLimit: read, faces } = settings;
  const plan = { write, read, facesOn: faces !== false, remaining: checkpoint.totals.remaining() };
  return { ...reportContext(checkpoint, settings), plan, command: runOf(settings) };
}

/** What there is to list; without --report the names alone are shown. */
function listsOf({ summary, expected, unmatchedFaceFiles = 0 }: Found): ListName[] {
  return [
    ...(summary.faces.by_state.total > 0 ? (['faces-wanted.csv'] as const) : []),
    ...(unmatchedFaceFiles > 0 ? (['faces-unmatched.csv'] as const) : []),
    ...(expected ? (['expected-missing.csv', 'unexpected.csv'] as const) : []),
  ];
}

function jsonOf({ summary, expected, unmatchedFaceFiles }: Found): string {
  const printed: ValidationSummary = { ...summary, expected, unmatched_face_files: unmatchedFaceFiles };
  return JSON.stringify(printed, null, 2);
}

function textOf(
  settings: ParsedValidateSettings,
  { totals }: Checkpoint,
  { summary, expected, unmatchedFaceFiles: unmatchedFiles }: Found,
  lists: readonly ListName[],
): string {
  const { faces, expect, report, writeLimit: write, readLimit: read } = settings;
  return [
    planText(summary, { remaining: totals.remaining(), unmatchedFiles, write, read, facesOn: faces !== false }),
    ...(expected && expect !== undefined ? [expectedText(expected, shownPath(expect)).join('\n')] : []),
    listsText(lists, report && shownPath(report)).join('\n'),
    `Nothing was sent. To carry it out: ${runOf(settings)}`,
  ].join('\n\n');
}

export const validateCommand: Command = command({
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
    'write-limit',
    'read-limit',
    'max-record-bytes',
    'shard',
    'allow-private-faces',
    'redact',
    'json',
    'progress',
  ],
  own: {
    expect: {
      type: 'string',
      requiresArg: true,
      describe: 'Your own list of users, one id a line or a column vendor_data: who is missing, who is not expected',
    },
    record: {
      type: 'string',
      requiresArg: true,
      describe: 'Explain one record instead: N, line:N, FILE:N. Prints that person’s data, here and nowhere else',
    },
    report: {
      type: 'string',
      requiresArg: true,
      describe: 'Folder for the plan as report.html and for lists: faces wanted, people missing and unexpected [none]',
    },
  },
  examples: [
    ['validate customers.csv --faces ./faces', 'see what a run would do'],
    ['validate customers.csv --faces ./faces --check-faces full', 'prepare every image as well'],
    ['validate customers.csv --expect our-users.csv --report ./lists', 'is everybody there?'],
    ['validate customers.csv --record 17', 'why does this record become what it becomes?'],
  ],
  handle: async (untrusted, terminal) =>
    'record' in untrusted
      ? explainParsed(parseExplainSettings(untrusted), terminal)
      : (await validateParsed(parseValidateSettings(untrusted), terminal)).exitCode,
});
