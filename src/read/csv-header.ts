import { MigrateError } from '../errors.js';
import { cellsOf, type Dialect, dialectOf, firstRecords } from './csv-dialect.js';
import { isFedBack, undefuse } from './fed-back.js';
import type { Sample } from './peek.js';

/** The header of a CSV file and how the file is written. */
export interface CsvHeader {
  readonly dialect: Dialect;
  /** Unique names, in order. */
  readonly columns: readonly string[];
  /** Is it a file of rejects, whose cells are guarded against spreadsheets? */
  readonly fedBack: boolean;
}

/**
 * Reads the header from the beginning of a CSV file.
 * @param delimiter said by the user; found out otherwise
 * @throws MigrateError `export_broken` when the header's quotes are broken or it does not end within `sample`.
 */
export function readHeader(file: string, sample: Sample, delimiter?: string): CsvHeader {
  const broken = (reason: string) => new MigrateError('export_broken', { file, where: 'its header', reason, records: 0 });
  const dialect = dialectOf(sample, delimiter);
  const header = firstRecords(sample, dialect, dialect.linesBeforeHeader + 1)[dialect.linesBeforeHeader];
  if (header === undefined) throw broken(`the header does not end within ${sample.bytes.length} bytes`);
  const [cells] = cellsOf([header], dialect);
  if (cells === undefined) throw broken('a quote is not closed or stands in the middle of a cell');
  const fedBack = isFedBack(columnNames(cells));
  return { dialect, columns: columnNames(fedBack ? cells.map(undefuse) : cells), fedBack };
}

/** One name per header cell, trimmed; an empty one is named by its position ("column 3"), a doubled one gets a number ("name (2)"). */
export function columnNames(cells: readonly string[]): string[] {
  const wanted = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
  const taken = new Set(wanted);
  const met = new Set<string>();
  return wanted.map((name) => {
    let unique = name;
    for (let copy = 2; met.has(unique) || (unique !== name && taken.has(unique)); copy += 1) unique = `${name} (${copy})`;
    met.add(unique);
    return unique;
  });
}
