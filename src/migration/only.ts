import type { Checkpoint } from '../checkpoint/index.js';
import { userKey } from '../model.js';
import { openExport } from '../read/index.js';

const ID_FIELD = 'vendor_data';
/** A list of ids has short lines; a longer one is something else. */
const MAX_LINE_BYTES = 16 * 1024;

/**
 * Reads the ids that a run is bounded to: a list with one id a line, or any export with a field `vendor_data`.
 * @returns how many there are
 * @throws MigrateError when the file cannot be read to its end
 */
export async function boundToIds(file: string, { items }: Checkpoint): Promise<number> {
  const source = await openExport(file, { recordPaths: ['$'], maxRecordBytes: MAX_LINE_BYTES });
  const [header, ...others] = source.columns ?? [ID_FIELD];
  // A list without a header: its first line is an id as well.
  const field = others.length === 0 && header !== undefined && header !== ID_FIELD ? header : ID_FIELD;
  let count = items.boundTo(field === ID_FIELD ? [] : [userKey(field)]);
  for await (const batch of source.batches()) {
    const ids = batch.flatMap(({ fields }) => (typeof fields[field] === 'string' ? [fields[field]] : []));
    count += items.boundTo(ids.map(userKey).filter((key) => key !== ''));
  }
  return count;
}
