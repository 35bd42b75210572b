import { counted, page, section, wrapped } from '../layout.js';
import { countsText } from './findings-text.js';
import { type EndOptions, nextStep, outcome } from './next-step.js';
import { facesText, statesText } from './people-text.js';
import type { Finding, Summary } from './summary.js';

const MOST_CODES = 8;

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
    wrapped(nextStep(summary, { ...options, reportFolder }), 'Next: '),
  ]);
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
    file('report.html', 'all of this to look at and to file: open it in a browser'),
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
