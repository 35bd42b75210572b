import { openArchive } from '../archive.js';
import { temporaryCheckpoint } from '../checkpoint/index.js';
import { explainRecord, findMapping, planExports } from '../migration/index.js';
import type { ParsedExplainSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { listenForInterrupts } from './interrupts.js';
import { recordText } from './record-text.js';
import type { Terminal } from './terminal.js';

/**
 * `validate --record`: one record on its way through the mapping. It prints the person's own data, on standard output alone, because
 * that is what was asked for.
 * @returns the exit code: 1 where the record is invalid
 */
export async function explainParsed(settings: ParsedExplainSettings, terminal: Terminal): Promise<0 | 1> {
  const { exports, mapping: named, faces, record, maxRecordBytes, json } = settings;
  const stop = new AbortController();
  const interrupts = listenForInterrupts(stop, terminal);
  const checkpoint = temporaryCheckpoint();
  try {
    const mapping = await findMapping(named, exports[0] ?? '', BUILT_IN_MAPPINGS, maxRecordBytes);
    // All of it: which record of a person decides can only be said when all are known.
    await planExports(exports, checkpoint, { mapping, maxRecordBytes, signal: stop.signal });
    const archive = faces ? await openArchive(faces) : undefined;
    try {
      const explained = await explainRecord(record, exports, checkpoint, { mapping, archive, maxRecordBytes });
      terminal.out(json ? JSON.stringify(explained, null, 2) : recordText(explained));
      return explained.explanation === undefined || explained.explanation.mapped.kind === 'invalid' ? 1 : 0;
    } finally {
      await archive?.close();
    }
  } finally {
    interrupts.end();
    checkpoint.close();
  }
}
