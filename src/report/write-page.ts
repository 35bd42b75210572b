import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reportPage } from './page/page.js';
import type { PageContext } from './page/page-context.js';
import type { PageSource } from './page/page-source.js';
import type { Summary } from './summary.js';
import { writeWhole } from './whole-file.js';

export const PAGE_NAME = 'report.html';

/** Writes `report.html` into a folder that is there; returns its path. */
export async function writePage(source: PageSource, summary: Summary, folder: string, context: PageContext): Promise<string> {
  const file = join(folder, PAGE_NAME);
  await writeWhole(file, (sink) => pipeline(reportPage(source, summary, context), sink));
  return file;
}
