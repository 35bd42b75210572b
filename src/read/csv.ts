import type { JsonObject, ReadRecord } from '../model.js';
import { cellsOfOne, splitterOf } from './csv-dialect.js';
import type { CsvHeader } from './csv-header.js';
import { undefuse } from './fed-back.js';
import { type RecordReader, tooLarge, type Unnumbered, unreadable } from './record-reader.js';
import type { RawRecord, RecordSplitter } from './record-splitter.js';

/** Where the cells go that no column of the header stands for. */
const SURPLUS = '_surplus';

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
  /** The header and what stands before it. */
  #linesToPass: number;
  #number = 0;

  constructor(header: CsvHeader, maxRecordBytes: number) {
    this.#header = header;
    this.#maxRecordBytes = maxRecordBytes;
    this.#splitter = splitterOf(header.dialect, maxRecordBytes);
    this.#linesToPass = header.dialect.linesBeforeHeader + 1;
  }

  write(chunk: Buffer): Iterable<ReadRecord> {
    return this.#read(this.#splitter.write(chunk));
  }

  end(): Iterable<ReadRecord> {
    return this.#read(this.#splitter.end());
  }

  /** One after the other: a chunk full of records would outlive its moment in V8's young generation, at half the speed. */
  *#read(raws: readonly RawRecord[]): Generator<ReadRecord> {
    for (const { line, bytes } of raws) {
      if (this.#linesToPass > 0) {
        this.#linesToPass -= 1;
        continue;
      }
      this.#number += 1;
      const record = bytes === undefined ? tooLarge(this.#maxRecordBytes) : this.#record(bytes);
      yield { number: this.#number, line, ...record };
    }
  }

  #record(bytes: Buffer): Unnumbered {
    const { columns, dialect, fedBack } = this.#header;
    const cells = cellsOfOne(bytes, dialect);
    if (cells === undefined) {
      return unreadable({ code: 'quote_broken', detail: { lines: bytes.toString().split(dialect.newline).length } });
    }
    const fields = fieldsOf(columns, fedBack ? cells.map(undefuse) : cells);
    // Mostly it is a later cell that was torn apart. Read as it stands, it may hold the wrong person back; it never lets one through.
    const ragged = (surplus: number): Unnumbered => ({
      ...unreadable({ code: 'row_ragged', detail: { found: columns.length + surplus, expected: columns.length } }, fields),
      whose: fields,
    });
    if (cells.length !== columns.length) return ragged(cells.length - columns.length);
    if (!fedBack) return { fields };
    // Cells that were too many when the row was rejected, and are still there.
    const { [SURPLUS]: surplus = '', ...rest } = fields;
    return surplus === '' ? { fields: rest } : ragged(1);
  }
}

function fieldsOf(columns: readonly string[], cells: readonly string[]): JsonObject {
  const fields: JsonObject = {};
  for (let index = 0; index < columns.length && index < cells.length; index += 1) {
    const [column = '', value = ''] = [columns[index], cells[index]];
    // By its definition, so that a column called `__proto__` is a column.
    if (column === '__proto__')
      Object.defineProperty(fields, column, { value, enumerable: true, configurable: true, writable: true });
    else fields[column] = value;
  }
  if (cells.length > columns.length) fields[SURPLUS] = cells.slice(columns.length);
  return fields;
}
