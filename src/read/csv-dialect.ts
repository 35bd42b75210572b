import { CsvError, parse } from 'csv-parse/sync';
import { cellsIn } from './csv-cells.js';
import type { Sample } from './peek.js';
import { RecordSplitter } from './record-splitter.js';

/** How a CSV file is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly newline: string;
  /** How many lines before the header say how the file is written: 1 with Excel's `sep=;`. */
  readonly linesBeforeHeader: number;
}

/** In order of preference where one tells as much as another. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
const QUOTE = '"';
const QUOTE_BYTE = QUOTE.charCodeAt(0);
const EXCEL_HINT = /^[\r\n]*"?sep=([\t !#-/:-@[-^`{-~])"?(?:[\r\n]|$)/i;
const FIRST_LINE_END = /^[\r\n]*?(?:[^"\r\n]|"[^"]*")+(\r\n|\r|\n)/;
/** So many records tell the delimiter. */
const RECORDS_COMPARED = 100;
/** The header decides only where no row does. */
const HEADER_WEIGHT = 0.001;

/**
 * The dialect of a CSV file by its beginning. The delimiter is the one that cuts the most cells out of records which have as many of
 * them as the header: a semicolon in a few cells of text, or in the header alone, proves nothing.
 * @param delimiter said by the user; else the file may say it itself
 */
export function dialectOf(sample: Sample, delimiter?: string): Dialect {
  const text = sample.bytes.toString('latin1');
  const newline = FIRST_LINE_END.exec(text)?.[1] === '\r' ? '\r' : '\n';
  const hint = EXCEL_HINT.exec(text)?.[1];
  const linesBeforeHeader = hint === undefined ? 0 : 1;
  const known = delimiter ?? hint;
  if (known !== undefined) return { delimiter: known, newline, linesBeforeHeader };
  const candidates = DELIMITERS.map((each) => ({ delimiter: each, newline, linesBeforeHeader }));
  const agreeing = new Map(candidates.map((dialect) => [dialect, agreeingCells(sample, dialect)]));
  return candidates.reduce((best, next) => ((agreeing.get(next) ?? 0) > (agreeing.get(best) ?? 0) ? next : best));
}

export function splitterOf({ delimiter, newline }: Dialect, maxRecordBytes: number): RecordSplitter {
  const quotes = { quote: QUOTE_BYTE, delimiter: delimiter.charCodeAt(0) };
  return new RecordSplitter({ newline: newline.charCodeAt(0), quotes, maxRecordBytes });
}

/** The first records of the file that are whole, the header among them. */
export function firstRecords({ bytes, whole }: Sample, dialect: Dialect, count: number): Buffer[] {
  const splitter = splitterOf(dialect, bytes.length);
  const records: Buffer[] = [];
  const raws = [splitter.write(bytes), ...(whole ? [splitter.end()] : [])];
  for (const part of raws) {
    for (const raw of part) {
      if (raw.bytes !== undefined) records.push(raw.bytes);
      if (records.length === count) return records;
    }
  }
  return records;
}

/** The cells of each record; undefined for one whose quotes are broken. */
export function cellsOf(records: readonly Buffer[], dialect: Dialect): (string[] | undefined)[] {
  return records.map((record) => cellsOfOne(record, dialect));
}

export function cellsOfOne(record: Buffer, dialect: Dialect): string[] | undefined {
  const text = record.toString();
  return cellsIn(text, dialect.delimiter) ?? parsedCells(text, dialect);
}

function parsedCells(record: string, { delimiter, newline }: Dialect): string[] | undefined {
  try {
    return parse(record + newline, { delimiter, record_delimiter: newline, relax_column_count: true })[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function agreeingCells(sample: Sample, dialect: Dialect): number {
  const [header, ...rows] = cellsOf(firstRecords(sample, dialect, RECORDS_COMPARED), dialect);
  if (header === undefined) return 0;
  const agreeing = rows.filter((row) => row?.length === header.length).length;
  return (header.length - 1) * (agreeing + HEADER_WEIGHT);
}
