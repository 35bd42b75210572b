import { counted, figure, figures, section, wrapped } from '../layout.js';
import type { ExpectedSummary, FateCount } from './expected.js';

/**
 * The list against the export, as `validate` prints it.
 * @param file the list as the user would name it
 */
export function expectedText(summary: ExpectedSummary, file: string): string[] {
  const { ids, repeated, listed, unexpected, records_without_id: without } = summary;
  const strangers = unexpected.used.people + unexpected.skipped.people + unexpected.invalid.people;
  return section('Your list against the export', [
    figure(`ids in ${file}`, ids),
    ...figures([
      ['  twice in it', repeated],
      ['  in the export, and can be migrated', listed.used.people],
      ...fateRows('  in the export, but skipped', listed.skipped),
      ...fateRows('  in the export, but invalid', listed.invalid),
      ['  not in the export', listed.absent.people],
      ['people in the export who are not in the list', strangers],
      ['  can be migrated', unexpected.used.people],
      ...fateRows('  skipped', unexpected.skipped),
      ...fateRows('  invalid', unexpected.invalid),
    ]),
    ...(listed.absent.people === ids - repeated && strangers > 0
      ? wrapped('Not one id is in both: does the list hold the ids that the mapping takes for vendor_data?')
      : []),
    ...(without > 0 ? wrapped(`${counted(without, 'record')} of the export without an id cannot be compared.`) : []),
  ]);
}

function fateRows(label: string, { people, why }: FateCount): [string, number][] {
  return [[label, people], ...Object.entries(why).map(([reason, number]): [string, number] => [`    ${reason}`, number])];
}
