import type { Checkpoint, VerifiedRow, VerifyResult } from '../checkpoint/index.js';
import { counted, figures, number, page, section, wrapped } from '../layout.js';
import { defuse } from './defuse.js';
import { inReportFolder, writeTable } from './report-folder.js';

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

export function verificationText(summary: VerificationSummary, folder: string): string {
  const { differences, not_migrated, invalid_records, faces } = summary;
  return page([
    wrapped(verificationOutcome(summary), ''),
    section('Read back from Didit', [
      ...verifiedFigures(summary),
      ...figures([
        ['not migrated: no user in Didit', not_migrated],
        ['records that are invalid and make nobody', invalid_records],
      ]),
    ]),
    section('What differs', figures(Object.entries(differences).map(([field, count]) => [field, count]))),
    faces === 'unavailable' ? wrapped('Didit’s lists of faces could not be read, so faces were not compared.', '') : [],
    section(`List in ${folder}`, ['  verify.csv        everybody who was read, with the result']),
    wrapped(nextStep(summary), 'Next: '),
  ]);
}

/** What was read back, and when. */
export function verifiedTitle({ begun_at, sample }: VerificationSummary): string {
  const who = sample === null ? '' : `, ${counted(sample, 'person', 'people')} at random`;
  return `Read back from Didit on ${begun_at.slice(0, 10)}${who}`;
}

export function verifiedFigures({ people }: VerificationSummary): string[] {
  return figures([
    ['people', people.total],
    ['  as they were left', people.match],
    ['  different', people.differs],
    ['  missing', people.missing],
    ['  somebody else’s user has taken the place', people['not ours']],
    ['  without a clear answer', people.unread],
    ['  not read yet', people.open],
  ]);
}

/** In one sentence. */
export function verificationOutcome({ ended_at, sample, people, clean }: VerificationSummary): string {
  if (ended_at === null)
    return `Stopped: ${number(people.open)} of ${counted(people.total, 'person', 'people')} are still to be read.`;
  const who = sample === null ? 'everybody is' : `all ${number(people.total)} of the sample are`;
  if (clean) return `Verified: ${who} in Didit as the migration has left them.`;
  return people.match === people.total
    ? `Whoever was migrated is in Didit as the migration has left them; others are not migrated.`
    : 'Didit differs from what the migration has left.';
}

function nextStep({ ended_at, people, clean }: VerificationSummary): string {
  if (ended_at === null) return 'run the same command again; it goes on from here.';
  if (clean) return 'didit-migrate purge removes what personal data is left here.';
  if (people.match < people.total) return 'look in the console at those in verify.csv that are not a match.';
  return 'didit-migrate status says what is still to be done.';
}

const COLUMNS: Readonly<Record<string, (row: VerifiedRow) => string>> = {
  vendor_data: ({ vendorData }) => vendorData,
  didit_internal_id: ({ diditId }) => diditId ?? '',
  result: ({ result }) => result ?? '',
  fields: ({ fields }) => fields.join(' '),
  at: ({ at }) => (at === undefined ? '' : new Date(at).toISOString()),
};

function* table(rows: Iterable<VerifiedRow>, unknown: Iterable<string>): Generator<string[]> {
  yield Object.keys(COLUMNS);
  for (const row of rows) yield Object.values(COLUMNS).map((cell) => defuse(cell(row)));
  for (const vendorData of unknown) yield [vendorData, '', 'not migrated', '', ''].map(defuse);
}

/**
 * Writes `verify.csv`: everybody who was read back, and whoever is not migrated.
 * @param unknown ids of the exports that the checkpoint does not know
 * @throws MigrateError `report_unwritable`
 */
export async function writeVerification(
  { verification }: Checkpoint,
  folder: string,
  unknown: Iterable<string> = [],
): Promise<void> {
  await inReportFolder(folder, ['verify.csv'], async () => {
    await writeTable(folder, 'verify.csv', table(verification.rows(), unknown));
  });
}
