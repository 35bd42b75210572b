import { openArchive } from '../archive/index.js';
import { faceSource } from '../faces/index.js';
import { explainRecord } from '../migration/index.js';
import type { ParsedExplainSettings } from '../settings.js';
import { withDryPlan } from './dry-plan.js';
import { recordText } from './record-text.js';
import type { Terminal } from './terminal.js';

/**
 * `validate --record`: one record on its way through the mapping. It prints the person's own data, on standard output alone, because
 * that is what was asked for. All of the exports are planned: which record of a person decides can only be said when all are known.
 * @returns the exit code: 1 where the record is invalid
 */
export async function explainParsed(settings: ParsedExplainSettings, terminal: Terminal): Promise<0 | 1> {
  const { maxRecordBytes, encoding, delimiter, lookup: lookups } = settings;
  return withDryPlan(settings, terminal, async (plan) => {
    const archive = settings.faces ? await openArchive(settings.faces) : undefined;
    try {
      const faces = archive && faceSource({ archive, kept: () => undefined, links: undefined });
      const explained = await explainRecord(settings.record, { ...plan, maxRecordBytes, encoding, delimiter, lookups, faces });
      terminal.out(settings.json ? JSON.stringify(explained, null, 2) : recordText(explained));
      return explained.explanation === undefined || explained.explanation.mapped.kind === 'invalid' ? 1 : 0;
    } finally {
      await archive?.close();
    }
  });
}
