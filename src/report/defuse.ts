/** What a spreadsheet would run; also with quotes in front, so that whoever reads the file again can take off exactly ours. */
const RUNS = /^'*[=+\-@\t\r]/;

/** A cell that a spreadsheet shows instead of running it: one `'` in front where it is needed. */
export function defuse(cell: string): string {
  return RUNS.test(cell) ? `'${cell}` : cell;
}
