/**
 * A file of rejects that somebody has mended and gives to a run again. When it was written, every cell that a spreadsheet would run
 * as a formula got one `'` in front; ids and phone numbers among them would be other ones with it.
 */

import type { JsonObject } from '../model.js';

/** Which record it is, and why it was rejected. */
const OWN_COLUMNS = ['_item', '_reason'];
const GUARDED = /^'+[=+\-@\t\r]/;

/** Was a file with these columns, or an object with these keys, written as rejects? */
export function isFedBack(columns: readonly string[]): boolean {
  return OWN_COLUMNS.every((own) => columns.includes(own));
}

/** Was a record written as a reject? */
export function isReject(fields: JsonObject): boolean {
  return fields['_item'] !== undefined && fields['_reason'] !== undefined;
}

/** A record as the export had it, and which one it is where it comes back; a row that somebody has added there is a new one. */
export function withoutOwn(fields: JsonObject): { readonly fields: JsonObject; readonly item?: string | undefined } {
  if (!isReject(fields)) return { fields };
  const { _item: item, _reason: _, ...rest } = fields;
  return typeof item === 'string' && item.trim() !== '' ? { fields: rest, item } : { fields: rest };
}

/** A cell of such a file as it was before the guard. */
export function undefuse(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
