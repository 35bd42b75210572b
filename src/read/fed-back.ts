/**
 * A file of rejects that somebody has mended and gives to a run again. When it was written, every cell that a spreadsheet would run
 * as a formula got one `'` in front; ids and phone numbers among them would be other ones with it.
 */

const OWN_COLUMNS = ['_item', '_reason'];
const GUARDED = /^'+[=+\-@\t\r]/;

/** Was a file with these columns written as a file of rejects? */
export function isFedBack(columns: readonly string[]): boolean {
  return OWN_COLUMNS.every((own) => columns.includes(own));
}

/** A cell of such a file as it was before the guard. */
export function undefuse(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
