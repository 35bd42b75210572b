import { z } from 'zod';
import { type Checkpoint, UNDO_OUTCOMES, type UndoOutcome, type UndoReason } from '../checkpoint/index.js';
import { REASON_NAMES } from './rollback-reasons.js';

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

/** Of everybody whom any rollback of this checkpoint has looked at; `mode` and `finished` are those of the last one. */
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
