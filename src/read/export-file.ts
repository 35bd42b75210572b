import { MigrateError } from '../errors.js';
import type { ReadRecord } from '../model.js';
import { CsvReader } from './csv.js';
import { readHeader } from './csv-header.js';
import { mayShowDamage } from './damaged-text.js';
import { decoded } from './decode.js';
import { detectFormat, type Format } from './detect.js';
import type { Encoding } from './encoding.js';
import { NotAnExport } from './failures.js';
import { FormReader } from './form.js';
import { isRejectsFile } from './is-rejects-file.js';
import { JsonReader } from './json.js';
import { NdjsonReader } from './ndjson.js';
import { peek } from './peek.js';
import type { RecordReader } from './record-reader.js';
import { foreignKind, SIGNATURE_BYTES } from './signature.js';
import { unpacked } from './unpack.js';

export interface ReadOptions {
  /**
   * Where the records may be in JSON, best first: dotted keys that lead to a list of them or to the object that is one, or `$` for the
   * document itself. Without any, they are the first list of objects within three levels, or else the document.
   */
  readonly recordPaths: readonly string[];
  /** A larger record is not read; it would have to be held in memory. At least 1. */
  readonly maxRecordBytes: number;
  /** A name of the Encoding Standard for files without byte order mark; found out where it is not given, and always of rejects. */
  readonly encoding?: string | undefined;
  /** What separates the cells of a CSV file: one ASCII character; found out where it is not given, and always of rejects. */
  readonly delimiter?: string | undefined;
}

export interface FileOptions extends ReadOptions {
  /** Is told the encoding as soon as it is known; not that of ASCII. */
  readonly found: (encoding: Encoding) => void;
}

/** One file of an export whose format is known. It has to be read or closed. */
export interface ExportFile {
  readonly format: Format;
  /** The header of a CSV file: unique names, in order. Undefined for others. */
  readonly columns: readonly string[] | undefined;
  /** What separates the cells of a CSV file. Undefined for others. */
  readonly delimiter: string | undefined;
  /** Where the first record was found in JSON or NDJSON, as far as it has been read: dotted keys, or `$`. */
  readonly recordsAt: string | undefined;
  /** False as long as nothing was read that can have become a � in a record, so that none has to be looked through. */
  readonly mayBeDamaged: boolean;
  /** The records as they become complete. To be called once. */
  records(): AsyncGenerator<Iterable<ReadRecord>>;
  close(): Promise<void>;
}

const SAMPLE_BYTES = 64 * 1024;

/**
 * Unpacks and decodes a file and finds out its format by its beginning.
 * @param label how the file is called in errors
 * @throws MigrateError `export_format_unknown`, or `export_broken` for a broken CSV header; Damage, NotAnExport and the system's errors
 */
export async function openExportFile(chunks: AsyncIterable<Buffer>, label: string, options: FileOptions): Promise<ExportFile> {
  const bytes = await peek(exportBytes(chunks), SAMPLE_BYTES);
  const isSaid = options.encoding !== undefined || options.delimiter !== undefined;
  const { encoding, delimiter } = isSaid && (await isRejectsFile(bytes.sample)) ? {} : options;
  const text = decoded(bytes.all(), encoding, options.found);
  const { sample, all, close } = await peek(text, SAMPLE_BYTES);
  try {
    const detection = detectFormat(sample, label, options.recordPaths);
    if ('unknown' in detection) throw new MigrateError('export_format_unknown', { file: label, reason: detection.unknown });
    const { format } = detection;
    const header = format === 'csv' ? readHeader(label, sample, delimiter) : undefined;
    const reader: RecordReader = header
      ? new CsvReader(header, options.maxRecordBytes)
      : jsonOrFormReader(format, label, options);
    let mayBeDamaged = false;
    return {
      format,
      columns: header?.columns,
      delimiter: header?.dialect.delimiter,
      get recordsAt() {
        return reader.recordsAt;
      },
      get mayBeDamaged() {
        return mayBeDamaged;
      },
      async *records() {
        try {
          for await (const chunk of all()) {
            mayBeDamaged ||= mayShowDamage(chunk);
            yield reader.write(chunk);
          }
          yield reader.end();
        } finally {
          reader.close?.();
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function jsonOrFormReader(format: Format, file: string, options: ReadOptions): RecordReader {
  if (format === 'json') return new JsonReader({ file, ...options });
  return format === 'form' ? new FormReader(options.maxRecordBytes) : new NdjsonReader({ file, ...options });
}

async function* exportBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { sample, all } = await peek(unpacked(chunks), SIGNATURE_BYTES);
  const foreign = foreignKind(sample.bytes);
  if (foreign !== undefined) throw new NotAnExport(foreign);
  yield* all();
}
