import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Survey } from '../../src/inspect/survey.js';
import { type SurveyOptions, surveyExports } from '../../src/inspect/survey-exports.js';
import { listMappings, loadMapping } from '../../src/mapping/index.js';
import { sourceAt } from '../../src/read/index.js';

const BUILT_IN = new URL('../../mappings', import.meta.url).pathname;

/** A file in a fresh folder. */
export function fileOf(content: string | Buffer, name = 'export.csv'): string {
  const folder = mkdtempSync(join(tmpdir(), 'didit-migrate-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** The survey of exports with this content, compared with the built-in mappings. */
export async function surveyOf(
  content: string | Buffer,
  name = 'export.csv',
  options: Partial<SurveyOptions> = {},
): Promise<Survey> {
  const mappings = await Promise.all((await listMappings(BUILT_IN)).map((each) => loadMapping(each, BUILT_IN)));
  const all: SurveyOptions = {
    sample: 'all',
    mappings,
    ids: 4,
    maxRecordBytes: 1_000_000,
    ...options,
  };
  const survey = await surveyExports([await sourceAt(fileOf(content, name))], all);
  onTestFinished(() => survey.close());
  return survey;
}

export function csv(header: string, ...rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

/** `count` rows made from their number, from 1. */
export function rows(count: number, row: (number: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => row(index + 1));
}
