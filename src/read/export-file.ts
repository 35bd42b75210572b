import { MigrateError } from '../errors.js';
import type { ReadRecord } from '../model.js';
import { CsvReader, readHeader } from './csv.js';
import { decoded } from './decode.js';
import { detectFormat, type Format } from './detect.js';
import type { Encoding } from './encoding.js';
import { NotAnExport } from './failures.js';
import { JsonReader } from './json.js';
import { NdjsonReader } from './ndjson.js';
import { peek } from './peek.js';
import type { RecordReader } from './record-reader.js';
import { foreignKind, SIGNATURE_BYTES } from './signature.js';
import { unpacked } from './unpack.js';

export interface ReadOptions {
  /** Where the list of records may be in a JSON document, best first: dotted keys, or `$` for the document itself. */
  readonly recordPaths: readonly string[];
  /** A larger record is not read; it would have to be held in memory. At least 1. */
  readonly maxRecordBytes: number;
  /** A name of the Encoding Standard for files without byte order mark; found out where it is not given. */
  readonly encoding?: string | undefined;
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
  const text = decoded(exportBytes(chunks), options.encoding, options.found);
  const { sample, all, close } = await peek(text, SAMPLE_BYTES);
  try {
    const detection = detectFormat(sample, label, options.recordPaths);
    if ('unknown' in detection) throw new MigrateError('export_format_unknown', { file: label, reason: detection.unknown });
    const { format } = detection;
    const header = format === 'csv' ? readHeader(label, sample) : undefined;
    const newReader = (): RecordReader => {
      if (header !== undefined) return new CsvReader(header, options.maxRecordBytes);
      return format === 'json' ? new JsonReader({ file: label, ...options }) : new NdjsonReader(options.maxRecordBytes);
    };
    return {
      format,
      columns: header?.columns,
      async *records() {
        const reader = newReader();
        for await (const chunk of all()) yield reader.write(chunk);
        yield reader.end();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* exportBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { sample, all } = await peek(unpacked(chunks), SIGNATURE_BYTES);
  const foreign = foreignKind(sample.bytes);
  if (foreign !== undefined) throw new NotAnExport(foreign);
  yield* all();
}
