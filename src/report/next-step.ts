import { counted, number } from '../layout.js';
import { exitCodeFor } from './exit-code.js';
import type { Summary } from './summary.js';

export interface EndOptions {
  /** The people that a run which reached its end was to begin, at most. */
  readonly limit?: number | undefined;
  /** As the user would type it; without it, files are named as seen from there. */
  readonly reportFolder?: string;
  /** Over several parts: did people in different ones turn out to have one picture? */
  readonly facesAcross?: boolean;
}

/** How a run went, in one sentence. */
export function outcome(summary: Summary): string {
  const { total, pending, 'in progress': begun } = summary.items.by_state;
  if (total === 0) return 'There was nobody to migrate.';
  if (!summary.finished) return `${number(pending + begun)} of ${counted(total, 'person', 'people')} still to go.`;
  return exitCodeFor(summary) === 0 ? 'Everybody is done.' : 'Everybody was worked through; some need a human.';
}

/** What to do now; begins in the middle of a sentence. */
export function nextStep(
  { finished, items, records, rejects, faces }: Summary,
  { limit, reportFolder }: EndOptions = {},
): string {
  const inReport = (file: string) => (reportFolder === undefined ? file : `${reportFolder}/${file}`);
  if (!finished && limit !== undefined && items.by_state['in progress'] === 0)
    return 'run the same command without --limit to go on with the others.';
  if (!finished) return 'run the same command again; it goes on from here.';
  const [file] = (['rejects.csv', 'rejects.ndjson'] as const).filter((name) => rejects[name] > 0);
  const { failed, held } = items.by_state;
  if (file !== undefined && failed + held + records.invalid === 0)
    return `put the images that ${inReport('faces-wanted.csv')} lists where they were looked for, and run the same command again.`;
  if (file !== undefined)
    return `mend the records in ${inReport(file)}, save it under another name, and run the same command with it in place of the export.`;
  if (faces.left_for_later > 0)
    return 'run again with --faces DIR, and without --on-existing skip, to upload the faces that were left.';
  if (failed + held > 0) return 'do as is said of the people who need a human.';
  return 'didit-migrate verify reads everybody back; keep results.csv, which joins your ids to didit_internal_id.';
}
