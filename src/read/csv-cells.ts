const QUOTE = '"';

/**
 * The cells of a record whose quotes all stand where they belong, round a whole cell or doubled within one; undefined for any other,
 * which needs a real parser.
 */
export function cellsIn(record: string, delimiter: string): string[] | undefined {
  if (!record.includes(QUOTE)) return record.split(delimiter);
  const cells: string[] = [];
  for (let start = 0, end = 0; start <= record.length; start = end + 1) {
    if (record[start] === QUOTE) {
      const close = closingQuote(record, start);
      end = close + 1;
      if (close === -1 || (end < record.length && record[end] !== delimiter)) return undefined;
      cells.push(record.slice(start + 1, close).replaceAll('""', QUOTE));
    } else {
      const next = record.indexOf(delimiter, start);
      end = next === -1 ? record.length : next;
      const cell = record.slice(start, end);
      if (cell.includes(QUOTE)) return undefined;
      cells.push(cell);
    }
  }
  return cells;
}

/** The first quote after `opening` that is not doubled; -1 where there is none. */
function closingQuote(record: string, opening: number): number {
  let at = record.indexOf(QUOTE, opening + 1);
  while (at !== -1 && record[at + 1] === QUOTE) at = record.indexOf(QUOTE, at + 2);
  return at;
}
