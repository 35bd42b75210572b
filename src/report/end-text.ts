import { exitCodeFor } from './exit-code.js';
import { findingsText } from './findings-text.js';
import { counted, page, section, wrapped } from './layout.js';
import { facesText, statesText } from './people-text.js';
import type { Summary } from './summary.js';

const MOST_CODES = 8;

/** The end of a run: what became of everybody, what needs a human, where the files are, what comes next. */
export function endText(summary: Summary, reportFolder: string): string {
  const { items, faces, problems } = summary;
  return page([
    wrapped(outcome(summary), ''),
    section('What became of everybody', items.by_state.total === 0 ? [] : [...statesText(items), ...facesText(faces)]),
    section('What needs a human', findingsText([...items.problems, ...problems, ...faces.problems], MOST_CODES)),
    section(`Report in ${reportFolder}`, filesText(summary)),
    wrapped(nextStep(summary), 'Next: '),
  ]);
}

function outcome(summary: Summary): string {
  const { total, pending, 'in progress': begun } = summary.items.by_state;
  if (total === 0) return 'There was nobody to migrate.';
  if (!summary.finished)
    return `${counted(pending + begun, 'person', 'people')} of ${counted(total, 'person', 'people')} still to go.`;
  return exitCodeFor(summary) === 0 ? 'Everybody is done.' : 'Everybody was worked through; some need a human.';
}

function filesText({ rejects }: Summary): string[] {
  return [
    '  results.csv     every person: your id, didit_internal_id, what became of it',
    ...Object.entries(rejects).flatMap(([name, count]) =>
      count > 0 ? [`  ${name.padEnd(16)}${counted(count, 'record')} to mend, with the reason of each`] : [],
    ),
    '  summary.json    all figures and codes',
  ];
}

function nextStep({ finished, rejects, faces }: Summary): string {
  if (!finished) return 'run the same command again; it goes on from here.';
  if (rejects['rejects.csv'] + rejects['rejects.ndjson'] > 0)
    return 'mend these records in your export and run the same command again; nobody who is done is sent twice.';
  if (faces.by_state.pending > 0) return 'run again with --faces DIR to upload the faces that were left out.';
  return 'keep results.csv, which joins your ids to didit_internal_id.';
}
