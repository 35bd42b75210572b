import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { wrapped } from '../layout.js';
import { expectedTable } from './expected-table.js';
import type { PageContext } from './page/page-context.js';
import { inReportFolder, type Table, writeTable } from './report-folder.js';
import type { Summary } from './summary.js';
import { fileNamesTable, wantedFacesTable } from './wanted-faces-table.js';
import { PAGE_NAME, writePage } from './write-page.js';

/** What a dry run can list, in the order in which it names the files. */
const LISTS = {
  'faces-wanted.csv': {
    about: 'who wants a face, under which names it is looked for, what was found',
    table: ({ report }) => wantedFacesTable(report.wantedFaces()),
  },
  'faces-unmatched.csv': {
    about: 'files under --faces that are nobody’s',
    table: ({ faceFiles }) => fileNamesTable(faceFiles.unwanted()),
  },
  'expected-missing.csv': {
    about: 'ids of your list that would not be migrated, and why',
    table: ({ expected }) => expectedTable(expected.missing()),
  },
  'unexpected.csv': {
    about: 'people of the export who are not in your list',
    table: ({ expected }) => expectedTable(expected.unexpected()),
  },
} as const satisfies Record<string, { readonly about: string; readonly table: (checkpoint: Checkpoint) => Table }>;

export type ListName = keyof typeof LISTS;

/**
 * Writes lists of a dry run into `folder`, each whole or not at all, and the plan as `report.html`; lists of a former dry run that are
 * not asked for now go.
 * @throws MigrateError `report_unwritable`
 */
export async function writeLists(
  checkpoint: Checkpoint,
  summary: Summary,
  folder: string,
  wanted: readonly ListName[],
  context: PageContext,
): Promise<void> {
  await inReportFolder(folder, [...Object.keys(LISTS), PAGE_NAME], async () => {
    await writePage(checkpoint, summary, folder, context);
    for (const [name, { table }] of Object.entries(LISTS)) {
      if (wanted.some((list) => list === name)) await writeTable(folder, name, table(checkpoint));
      else await rm(join(folder, name), { force: true });
    }
  });
}

/** The files and what they hold, or how to get them. */
export function listsText(wanted: readonly ListName[], folder: string | undefined): string[] {
  const lists = wanted.map((name) => [name, LISTS[name].about] as const);
  const files = [[PAGE_NAME, 'the plan to look at: open it in a browser'] as const, ...lists];
  const lines = files.flatMap(([name, about]) => wrapped(about, `  ${name.padEnd(22)}`));
  return [folder === undefined ? 'With --report DIR' : `Written to ${folder}`, ...lines];
}
