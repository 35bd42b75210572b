import { z } from 'zod';
import { type Checkpoint, UNDO_OUTCOMES, type UndoneRow, type UndoOutcome, type UndoReason } from '../checkpoint/index.js';
import { counted, figures, number, page, section, wrapped } from '../layout.js';
import { defuse } from './defuse.js';
import { inReportFolder, writeTable } from './report-folder.js';

/** What a rollback has done, or would do. Figures and reasons, nobody's data. */
export interface RollbackSummary {
  readonly schema: 'didit-migrate/rollback';
  readonly version: 1;
  readonly generated_at: string;
  /** Nothing was written to Didit. */
  readonly dry: boolean;
  /** False where it stopped before it had looked at everybody. */
  readonly finished: boolean;
  /** Of all rollbacks of this checkpoint so far. */
  readonly by_outcome: Readonly<Partial<Record<UndoOutcome, number>>>;
  /** Of those who are kept, restored or unproven; each may have several. */
  readonly reasons: Readonly<Partial<Record<UndoReason, number>>>;
  /** Kept although they are ours, and those of whom nobody can tell. */
  readonly needs_a_look: number;
}

/** What each reason means, in the order in which they are told. */
const REASONS: Readonly<Record<UndoReason, string>> = {
  was_there_before: 'was in Didit before this migration',
  has_sessions: 'has verified or begun a session since: never deleted',
  sessions_unknown: 'Didit does not show whether there are sessions',
  edited: 'somebody has edited the user since',
  status_changed: 'somebody else has set the status',
  mark_gone: 'the mark of this migration is gone from metadata',
  another_user: 'another user has taken the place of ours',
  metadata_stays: 'what --on-existing update merged into metadata stays',
  user_gone: 'somebody has deleted the user',
  refused: 'Didit refused it',
  unread: 'Didit did not give a clear answer',
  face_list_unavailable: 'a face that may be there could not be looked up',
  still_shown: 'Didit still shows what it was asked to delete',
};

const REASON_NAMES = Object.keys(REASONS).filter((key): key is UndoReason => Object.hasOwn(REASONS, key));
const people = z.int().nonnegative();

/** What `rollback --json` prints. */
export const rollbackSchema: z.ZodType<RollbackSummary> = z.strictObject({
  schema: z.literal('didit-migrate/rollback'),
  version: z.literal(1),
  generated_at: z.iso.datetime(),
  dry: z.boolean(),
  finished: z.boolean(),
  by_outcome: z.partialRecord(z.enum(UNDO_OUTCOMES), people),
  reasons: z.partialRecord(z.enum(REASON_NAMES), people),
  needs_a_look: people,
});

/** Reasons that ask nobody for anything: how a user that was there before has to be left. */
const EXPECTED: readonly UndoReason[] = ['was_there_before', 'metadata_stays', 'user_gone'];

export function summarizeRollback(
  { undo }: Checkpoint,
  { mode, finished, generatedAt }: { mode: 'look' | 'write'; finished: boolean; generatedAt: Date },
): RollbackSummary {
  const by_outcome: Partial<Record<UndoOutcome, number>> = {};
  const reasons: Partial<Record<UndoReason, number>> = {};
  let needs_a_look = 0;
  for (const { outcome, why, count } of undo.counts()) {
    by_outcome[outcome] = (by_outcome[outcome] ?? 0) + count;
    for (const reason of why) reasons[reason] = (reasons[reason] ?? 0) + count;
    if (outcome === 'unproven' || why.some((reason) => !EXPECTED.includes(reason))) needs_a_look += count;
  }
  return {
    schema: 'didit-migrate/rollback',
    version: 1,
    generated_at: generatedAt.toISOString(),
    dry: mode === 'look',
    finished,
    by_outcome,
    reasons,
    needs_a_look,
  };
}

/** @param goAhead the command that does what a dry rollback shows */
export function rollbackText(summary: RollbackSummary, folder: string, goAhead: string): string {
  const { dry, by_outcome: count, reasons } = summary;
  const told = REASON_NAMES.filter((reason) => (reasons[reason] ?? 0) > 0);
  return page([
    wrapped(outcome(summary), ''),
    section(dry ? 'What a rollback would do' : 'What was done', [
      ...figures([
        ['users to delete', count['to delete'] ?? 0],
        ['users of before that get back what was changed', count['to restore'] ?? 0],
        ['users deleted', count.deleted ?? 0],
        ['users of before, as they were again', count.restored ?? 0],
        ['not there any more, or never made', count.gone ?? 0],
        ['kept', count.kept ?? 0],
        ['unproven: look at them in the console', count.unproven ?? 0],
      ]),
    ]),
    section(
      'Why, and what stays',
      told.flatMap((reason) => wrapped(`${reason}: ${number(reasons[reason] ?? 0)}, ${REASONS[reason]}`)),
    ),
    section(`List in ${folder}`, ['  rollback.csv      every one of them, with the reason']),
    wrapped(nextStep(summary, goAhead), 'Next: '),
  ]);
}

function outcome({ dry, finished, by_outcome: count, needs_a_look }: RollbackSummary): string {
  if (!finished) return 'Stopped before everybody was looked at.';
  if (dry) return 'Nothing was written: this only looked.';
  if ((count.unproven ?? 0) > 0) return `${counted(count.unproven ?? 0, 'person', 'people')} could not be settled.`;
  return needs_a_look > 0 ? 'Rolled back, but for those who are kept.' : 'Rolled back.';
}

function nextStep({ dry, finished, by_outcome: count }: RollbackSummary, goAhead: string): string {
  if (!finished) return 'run the same command again; it goes on from here.';
  if (dry && (count['to delete'] ?? 0) + (count['to restore'] ?? 0) > 0) return `to go ahead: ${goAhead}`;
  if (dry) return 'there is nothing to take back.';
  return 'a run with the export makes everybody anew; didit-migrate purge removes what personal data is left here.';
}

const COLUMNS: Readonly<Record<string, (row: UndoneRow) => string>> = {
  vendor_data: ({ vendorData }) => vendorData,
  didit_internal_id: ({ diditId }) => diditId ?? '',
  outcome: ({ outcome }) => outcome,
  why: ({ why }) => why.join(' '),
  at: ({ at }) => new Date(at).toISOString(),
};

function* table(rows: Iterable<UndoneRow>): Generator<string[]> {
  yield Object.keys(COLUMNS);
  for (const row of rows) yield Object.values(COLUMNS).map((cell) => defuse(cell(row)));
}

/**
 * Writes `rollback.csv`: everybody whom a rollback has looked at, and what came of it.
 * @throws MigrateError `report_unwritable`
 */
export async function writeRollback({ undo }: Checkpoint, folder: string): Promise<void> {
  await inReportFolder(folder, ['rollback.csv'], async () => {
    await writeTable(folder, 'rollback.csv', table(undo.rows()));
  });
}
