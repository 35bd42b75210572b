import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { wrapped } from '../layout.js';
import { expectedTable } from './expected-table.js';
import { inReportFolder, type Table, writeTable } from './report-folder.js';
import { fileNamesTable, wantedFacesTable } from './wanted-faces-table.js';

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
 * Writes lists of a dry run into `folder`, each whole or not at all; those of a former dry run that are not asked for now go.
 * @throws MigrateError `report_unwritable`
 */
export async function writeLists(checkpoint: Checkpoint, folder: string, wanted: readonly ListName[]): Promise<void> {
  await inReportFolder(folder, Object.keys(LISTS), async () => {
    for (const [name, { table }] of Object.entries(LISTS)) {
      if (wanted.some((list) => list === name)) await writeTable(folder, name, table(checkpoint));
      else await rm(join(folder, name), { force: true });
    }
  });
}

/** The files and what they hold, or how to get them. */
export function listsText(wanted: readonly ListName[], folder: string | undefined): string[] {
  if (wanted.length === 0) return [];
  const lines = wanted.flatMap((name) => wrapped(LISTS[name].about, `  ${name.padEnd(22)}`));
  return [folder === undefined ? 'Lists, with --report DIR' : `Lists in ${folder}`, ...lines];
}
