import type { Checkpoint, VerifyResult } from '../checkpoint/index.js';

/** What a verification has found. Figures and names of fields, nobody's data. */
export interface VerificationSummary {
  readonly schema: 'didit-migrate/verification';
  readonly version: 1;
  readonly begun_at: string;
  /** Null where it stopped before everybody was read. */
  readonly ended_at: string | null;
  /** How many people were chosen at random; null for everybody. */
  readonly sample: number | null;
  /** Was Didit held against exports as well, and not against the checkpoint alone? */
  readonly with_exports: boolean;
  /** Those whose user is known to be in Didit; `open` were not read yet. */
  readonly people: Readonly<Record<VerifyResult | 'open' | 'total', number>>;
  /** How many people differ in each. */
  readonly differences: Readonly<Record<string, number>>;
  /** People of the plan, and of the exports that were given, who have no user in Didit. */
  readonly not_migrated: number;
  /** Records of the checkpoint's exports that wait to be mended. */
  readonly invalid_records: number;
  /** Could the lists of faces be read? Null where nobody was to have one. */
  readonly faces: 'read' | 'unavailable' | null;
  /** Everybody of the plan is in Didit, as the migration has left them. */
  readonly clean: boolean;
}

/** Of the last verification; undefined where there was none. `unknown`: people of the exports whom the checkpoint does not know. */
export function summarizeVerification({ verification, totals }: Checkpoint, unknown = 0): VerificationSummary | undefined {
  const last = verification.last();
  if (!last) return undefined;
  const people = { match: 0, differs: 0, missing: 0, 'not ours': 0, unread: 0, open: 0, total: 0 };
  for (const { result, count } of verification.counts()) {
    people[result ?? 'open'] += count;
    people.total += count;
  }
  const not_migrated = verification.notMigrated() + unknown;
  return {
    schema: 'didit-migrate/verification',
    version: 1,
    begun_at: new Date(last.begunAt).toISOString(),
    ended_at: last.endedAt === undefined ? null : new Date(last.endedAt).toISOString(),
    sample: last.sample ?? null,
    with_exports: last.exports.length > 0,
    people,
    differences: Object.fromEntries(verification.fields().map(({ field, count }) => [field, count])),
    not_migrated,
    invalid_records: totals.exports().reduce((sum, { records }) => sum + records.invalid, 0),
    faces: last.faces ?? null,
    clean: people.match === people.total && not_migrated === 0,
  };
}
