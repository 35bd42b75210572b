/** The bytes of one record without its line end; no bytes when the record is larger than the limit. */
export interface RawRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly bytes?: Buffer;
}

export interface Splitting {
  /** The byte that ends a line; a carriage return before it belongs to the line end. */
  readonly newline: number;
  /** Where quoted cells may hold line ends: a quote opens a cell only right after a line end or this delimiter. */
  readonly quotes?: { readonly quote: number; readonly delimiter: number };
  /** Larger records are passed over without being held in memory. */
  readonly maxRecordBytes: number;
}

const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts bytes into records at line ends, except at those inside quoted cells. Blank lines are passed over and counted.
 *
 * A quote that any other byte than a delimiter or line end follows closes its cell all the same, so a stray quote spoils its own
 * line and not the ones after it. A record over the limit ends at the next line end, quoted or not: its quote was never closed.
 */
export class RecordSplitter {
  readonly #splitting: Splitting;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #line = 1;
  #firstLine = 1;
  #quoted = false;
  /** The last byte before this chunk. */
  #before: number;
  /** Where in this chunk the last quoted cell closed; -1 is the last byte of the chunk before. */
  #closedAt = -2;

  constructor(splitting: Splitting) {
    this.#splitting = splitting;
    this.#before = splitting.newline;
  }

  /** The records that this chunk completes. */
  write(chunk: Buffer): RawRecord[] {
    const { newline, quotes, maxRecordBytes } = this.#splitting;
    const records: RawRecord[] = [];
    let start = 0;
    let quoteAt = quotes === undefined ? -1 : chunk.indexOf(quotes.quote);
    let lineEnd = chunk.indexOf(newline);
    while (quoteAt !== -1 || lineEnd !== -1) {
      if (quotes !== undefined && quoteAt !== -1 && (lineEnd === -1 || quoteAt < lineEnd)) {
        this.#meetQuote(chunk, quoteAt);
        quoteAt = chunk.indexOf(quotes.quote, quoteAt + 1);
        continue;
      }
      this.#line += 1;
      if (!this.#quoted || this.#heldBytes + lineEnd - start > maxRecordBytes) {
        this.#hold(chunk.subarray(start, lineEnd));
        this.#release(records);
        start = lineEnd + 1;
      }
      lineEnd = chunk.indexOf(newline, lineEnd + 1);
    }
    this.#hold(chunk.subarray(start));
    this.#before = chunk.at(-1) ?? this.#before;
    this.#closedAt -= chunk.length;
    return records;
  }

  /** The last record, if no line end follows it. */
  end(): RawRecord[] {
    const records: RawRecord[] = [];
    this.#release(records);
    return records;
  }

  #meetQuote(chunk: Buffer, at: number): void {
    if (this.#quoted) {
      this.#quoted = false;
      this.#closedAt = at;
      return;
    }
    const before = at === 0 ? this.#before : chunk[at - 1];
    // A quote right after a closing one is a doubled quote: the cell goes on.
    this.#quoted =
      this.#closedAt === at - 1 || before === this.#splitting.newline || before === this.#splitting.quotes?.delimiter;
  }

  #hold(bytes: Buffer): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > this.#splitting.maxRecordBytes) this.#held = [];
    else if (bytes.length > 0) this.#held.push(bytes);
  }

  #release(records: RawRecord[]): void {
    const held = this.#held;
    const line = this.#firstLine;
    const tooLarge = this.#heldBytes > this.#splitting.maxRecordBytes;
    this.#held = [];
    this.#heldBytes = 0;
    this.#firstLine = this.#line;
    this.#quoted = false;
    if (tooLarge) {
      records.push({ line });
      return;
    }
    const [only] = held;
    const bytes = withoutReturn(only !== undefined && held.length === 1 ? only : Buffer.concat(held));
    if (bytes.length > 0) records.push({ line, bytes });
  }
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes[bytes.length - 1] === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
}
