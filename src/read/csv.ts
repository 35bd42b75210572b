import { CsvError, parse } from 'csv-parse/sync';
import { type Detail, MigrateError, type ProblemCode } from '../errors.js';
import type { JsonObject, ReadRecord } from '../model.js';
import { columnNames, type Dialect, dialectOf } from './csv-header.js';
import { isFedBack, undefuse } from './fed-back.js';
import type { Sample } from './peek.js';
import type { RecordReader } from './record-reader.js';
import { type RawRecord, RecordSplitter } from './record-splitter.js';

/** Where the cells go that no column of the header stands for. */
const SURPLUS = '_surplus';

const QUOTE = '"';
const LINE_FEED = Buffer.from('\n');

/** The header of a CSV file and how the file is written. */
interface CsvHeader {
  readonly dialect: Dialect;
  readonly columns: readonly string[];
  /** Is it a file of rejects, whose cells are guarded against spreadsheets? */
  readonly fedBack: boolean;
}

/**
 * Reads the header from the beginning of a CSV file.
 *
 * @throws MigrateError `export_broken` when the header's quotes are broken or it does not end within `sample`.
 */
export function readHeader(file: string, sample: Sample): CsvHeader {
  const broken = (reason: string) => new MigrateError('export_broken', { file, where: 'its header', reason, records: 0 });
  const dialect = dialectOf(sample.bytes.toString());
  const splitter = splitterOf(dialect, sample.bytes.length);
  const [first] = [...splitter.write(sample.bytes), ...(sample.whole ? splitter.end() : [])];
  if (first?.bytes === undefined) throw broken(`the header does not end within ${sample.bytes.length} bytes`);
  const [cells] = cellsOf([first.bytes], dialect);
  if (cells === undefined) throw broken('a quote is not closed or stands in the middle of a cell');
  const fedBack = isFedBack(columnNames(cells));
  return { dialect, columns: columnNames(fedBack ? cells.map(undefuse) : cells), fedBack };
}

/**
 * Reads CSV records behind a header; cells stay the text that they are.
 *
 * csv-parse gets whole records from a splitter of our own and not the stream: on a stream its `skip_records_with_error` loses sound
 * rows after a stray quote, all rows after one that exceeds `max_record_size`, and its line numbers count CRLF in a cell twice.
 */
export class CsvReader implements RecordReader {
  readonly #header: CsvHeader;
  readonly #maxRecordBytes: number;
  readonly #splitter: RecordSplitter;
  #headerPassed = false;
  #number = 0;

  constructor(header: CsvHeader, maxRecordBytes: number) {
    this.#header = header;
    this.#maxRecordBytes = maxRecordBytes;
    this.#splitter = splitterOf(header.dialect, maxRecordBytes);
  }

  *write(chunk: Buffer): Generator<ReadRecord> {
    yield* this.#read([...this.#splitter.write(chunk)]);
  }

  *end(): Generator<ReadRecord> {
    yield* this.#read([...this.#splitter.end()]);
  }

  *#read(raws: RawRecord[]): Generator<ReadRecord> {
    if (!this.#headerPassed) this.#headerPassed = raws.shift() !== undefined;
    const whole = raws.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
    const rows = cellsOf(whole, this.#header.dialect).values();
    for (const { line, bytes } of raws) {
      this.#number += 1;
      const place = { number: this.#number, line };
      if (bytes === undefined) yield unreadable(place, 'record_too_large', { limit: this.#maxRecordBytes });
      else yield this.#record(place, rows.next().value, bytes);
    }
  }

  #record(place: Place, cells: readonly string[] | undefined, bytes: Buffer): ReadRecord {
    const { columns, dialect, fedBack } = this.#header;
    if (cells === undefined) return unreadable(place, 'quote_broken', { lines: bytes.toString().split(dialect.newline).length });
    const fields = fieldsOf(columns, fedBack ? cells.map(undefuse) : cells);
    if (cells.length === columns.length) return { ...place, fields };
    return unreadable(place, 'row_ragged', { found: cells.length, expected: columns.length }, fields);
  }
}

interface Place {
  readonly number: number;
  readonly line: number;
}

function unreadable(place: Place, code: ProblemCode, detail: Detail, fields: JsonObject = {}): ReadRecord {
  return { ...place, problems: [{ code, detail }], fields };
}

function splitterOf({ delimiter, newline }: Dialect, maxRecordBytes: number): RecordSplitter {
  const quotes = { quote: QUOTE.charCodeAt(0), delimiter: delimiter.charCodeAt(0) };
  return new RecordSplitter({ newline: newline.charCodeAt(0), quotes, maxRecordBytes });
}

/** The cells of each record; undefined for one whose quotes are broken. Halving finds those without parsing each record alone. */
function cellsOf(records: readonly Buffer[], dialect: Dialect): (string[] | undefined)[] {
  if (records.length === 0) return [];
  try {
    const lines = records.flatMap((record) => [record, LINE_FEED]);
    return parse(Buffer.concat(lines), { delimiter: dialect.delimiter, record_delimiter: '\n', relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (records.length === 1) return [undefined];
    const half = records.length >> 1;
    return [...cellsOf(records.slice(0, half), dialect), ...cellsOf(records.slice(half), dialect)];
  }
}

/** Made from entries, so that a column called `__proto__` is a column. */
function fieldsOf(columns: readonly string[], cells: readonly string[]): JsonObject {
  const fields: JsonObject = Object.fromEntries(
    cells.slice(0, columns.length).map((cell, index) => [columns[index] ?? '', cell]),
  );
  if (cells.length > columns.length) fields[SURPLUS] = cells.slice(columns.length);
  return fields;
}
