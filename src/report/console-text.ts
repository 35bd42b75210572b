import { figure, figures, page, section, wrapped } from '../layout.js';
import { LOSSES, type Loss } from './console-row.js';
import { findingsText } from './findings-text.js';
import type { Summary } from './summary.js';
import type { Lost } from './write-console-file.js';

/** What a file for Didit's console holds, what it cannot carry, and who is left out. */
export function consoleText({ items, faces, records, skipped, problems }: Summary, lost: Lost, file: string): string {
  const { total, ACTIVE, FLAGGED, BLOCKED } = items.by_wanted_status;
  const losses: readonly (readonly [string, number])[] = [
    ['faces', faces.by_state.total],
    ...Object.entries(LOSSES).map(([loss, label]) => [label, lost[loss as Loss]] as const),
  ];
  return page([
    section(`Written to ${file}, for Users → Import in Didit’s console`, [
      figure('people', total),
      ...figures([
        ['  ACTIVE', ACTIVE],
        ['  FLAGGED', FLAGGED],
        ['  BLOCKED', BLOCKED],
      ]),
    ]),
    section('What the console’s template has no column for: people with', figures(losses)),
    section(
      'Records that are left out',
      figures([
        ['skipped', records.skipped],
        ...Object.entries(skipped).map(([reason, count]): [string, number] => [`  ${reason}`, count]),
        ['invalid', records.invalid],
        ['superseded by a later export', records.superseded],
      ]),
    ),
    section('What is wrong with the invalid records', findingsText(problems)),
    section('Before you import it', [
      ...wrapped(
        'The import changes users who are in Didit already: their profile, status and metadata become those of this file.',
      ),
      ...(BLOCKED > 0 ? wrapped('Check the blocklist afterwards: only a run is known to put blocked people on it.') : []),
      ...(faces.by_state.total > 0 ? wrapped('Faces can follow: a run with --faces finds these users and adds them.') : []),
      ...wrapped('Do not open it in a spreadsheet, which changes ids and phone numbers and runs cells as formulas.'),
    ]),
  ]);
}
