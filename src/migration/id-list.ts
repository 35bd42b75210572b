import { MigrateError, sentence } from '../errors.js';
import type { Json, UnreadableRecord } from '../model.js';
import { openExport } from '../read/index.js';

const ID_FIELD = 'vendor_data';
/** A list of ids has short lines; a longer one is something else. */
const MAX_LINE_BYTES = 16 * 1024;

/**
 * The ids of a list: one a line with or without the header `vendor_data`, or any export with a field of that name. Blank ones are
 * passed over.
 * @throws MigrateError `ids_missing` where there is none, `ids_unreadable` for a line that cannot be read, or why the file cannot be read to its end
 */
export async function* idsIn(file: string): AsyncGenerator<string[]> {
  const source = await openExport(file, { recordPaths: ['$'], maxRecordBytes: MAX_LINE_BYTES });
  const [header, ...others] = source.columns ?? [ID_FIELD];
  // A list without a header: its first line is an id as well.
  const field = others.length === 0 && header !== undefined && header !== ID_FIELD ? header : ID_FIELD;
  let some = field !== ID_FIELD;
  if (some) yield [field];
  for await (const batch of source.batches()) {
    const ids = batch.flatMap((row) => {
      if ('problems' in row) throw unreadable(file, row);
      return idOf(row.fields[field]) ?? [];
    });
    some ||= ids.length > 0;
    yield ids;
  }
  if (!some) throw new MigrateError('ids_missing', { file });
}

function unreadable(file: string, { line, number, problems }: UnreadableRecord): MigrateError {
  const what = problems.map(({ code, detail }) => sentence(code, detail)).join(' ');
  return new MigrateError('ids_unreadable', { file, line: line ?? number, what });
}

function idOf(value: Json | undefined): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}
