import { figures, page, section, wrapped } from '../layout.js';
import { findingsText } from './findings-text.js';
import { facesText, statesText } from './people-text.js';
import type { Summary } from './summary.js';
import { verifiedFigures, verifiedTitle } from './verification-text.js';

/** Where a checkpoint stands now. */
export function statusText(summary: Summary): string {
  const { target, shard, generated_at, elsewhere, records, items, faces, requests } = summary;
  return page([
    [
      ...(target === null ? [] : wrapped(target, '')),
      ...(shard === null ? [] : [`${shard.includes(',') ? 'Parts' : 'Part'} ${shard} of the people`]),
      `As of ${generated_at.slice(0, 19).replace('T', ' ')} UTC`,
    ],
    section('Where it stands', [...statesText(items), ...facesText(faces)]),
    section(
      'Records',
      figures([
        ['used', records.used],
        ['skipped', records.skipped],
        ['invalid', records.invalid],
        ['superseded by a later export', records.superseded],
        ['of people in other parts', elsewhere],
        ...(items.absent_from_last_export > 0
          ? [['people who are not in the last export', items.absent_from_last_export] as const]
          : []),
      ]),
    ),
    section(
      'Requests so far',
      figures([
        ['writes', requests?.write ?? 0],
        ['  needed at the least for what is there', requests?.needed_writes ?? 0],
        ['reads', requests?.read ?? 0],
        ['  asked to slow down (429)', requests?.throttled ?? 0],
      ]),
    ),
    summary.verification ? section(verifiedTitle(summary.verification), verifiedFigures(summary.verification)) : [],
    section('What needs a human', findingsText([...items.problems, ...summary.problems, ...faces.problems])),
  ]);
}
