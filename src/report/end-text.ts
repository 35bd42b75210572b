import { counted, number, page, section, wrapped } from '../layout.js';
import { exitCodeFor } from './exit-code.js';
import { countsText } from './findings-text.js';
import { facesText, statesText } from './people-text.js';
import type { Finding, Summary } from './summary.js';

const MOST_CODES = 8;

interface EndOptions {
  readonly limit?: number | undefined;
  /** Over several parts: did people in different ones turn out to have one picture? */
  readonly facesAcross?: boolean;
}

/**
 * The end of a run: what became of everybody, what needs a human, where the files are, what comes next.
 * @param reportFolder as the user would type it
 * @param options `limit`: the people that a run which reached its end was to begin, at most
 */
export function endText(summary: Summary, reportFolder: string, options: EndOptions = {}): string {
  const { items, faces, problems } = summary;
  return page([
    wrapped(outcome(summary), ''),
    section('What became of everybody', items.by_state.total === 0 ? [] : [...statesText(items), ...facesText(faces)]),
    section('What needs a human', humansText([...items.problems, ...problems, ...faces.problems])),
    section(`Report in ${reportFolder}`, filesText(summary, options)),
    wrapped(nextStep(summary, options), 'Next: '),
  ]);
}

function outcome(summary: Summary): string {
  const { total, pending, 'in progress': begun } = summary.items.by_state;
  if (total === 0) return 'There was nobody to migrate.';
  if (!summary.finished) return `${number(pending + begun)} of ${counted(total, 'person', 'people')} still to go.`;
  return exitCodeFor(summary) === 0 ? 'Everybody is done.' : 'Everybody was worked through; some need a human.';
}

/** Counts alone: the plan has explained most of them a moment ago, and the good news should not drown. */
function humansText(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  return [
    ...countsText(findings, MOST_CODES),
    ...wrapped('didit-migrate status says what each means and what to do; so does summary.json.'),
  ];
}

function filesText({ rejects, faces: { by_state: faces } }: Summary, { facesAcross = false }: EndOptions): string[] {
  const file = (name: string, about: string) => `  ${name.padEnd(18)}${about}`;
  return [
    file('results.csv', 'every person: your id, didit_internal_id, what became of it'),
    ...Object.entries(rejects).flatMap(([name, count]) =>
      count > 0 ? [file(name, `${counted(count, 'record')} to mend, with the reason of each`)] : [],
    ),
    ...(faces.total > faces.uploaded
      ? [file('faces-wanted.csv', `${counted(faces.total - faces.uploaded, 'face')} not uploaded, and where each was looked for`)]
      : []),
    ...(facesAcross
      ? ['  faces-across-parts.csv', ...wrapped('people in different parts with one picture: at most one can be right', '    ')]
      : []),
    file('summary.json', 'all figures and codes'),
  ];
}

function nextStep({ finished, items, rejects, faces }: Summary, { limit }: EndOptions): string {
  if (!finished && limit !== undefined && items.by_state['in progress'] === 0)
    return 'run the same command without --limit to go on with the others.';
  if (!finished) return 'run the same command again; it goes on from here.';
  if (rejects['rejects.csv'] + rejects['rejects.ndjson'] > 0)
    return 'mend these records in your export and run the same command again; nobody who is done is sent twice.';
  if (faces.left_for_later > 0)
    return 'run again with --faces DIR, and without --on-existing skip, to upload the faces that were left.';
  return 'keep results.csv, which joins your ids to didit_internal_id.';
}
