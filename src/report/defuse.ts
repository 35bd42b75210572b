/** What a spreadsheet would run; the quotes in front, so that undoing takes off exactly the one that was put there. */
const RUNS = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

/** A cell that a spreadsheet shows instead of running it: one `'` in front where it is needed. */
export function defuse(cell: string): string {
  return RUNS.test(cell) ? `'${cell}` : cell;
}

/** The cell before `defuse`; only for cells that went through it, such as those of a file with an `_item` column. */
export function undefuse(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}
