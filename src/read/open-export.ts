import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { MigrateError } from '../errors.js';
import type { ReadRecord } from '../model.js';
import { CsvReader, readHeader } from './csv.js';
import { byteOrderMarkLength, detectFormat, type Format, type Sample } from './detect.js';
import { JsonReader } from './json.js';
import { NdjsonReader } from './ndjson.js';
import type { RecordReader } from './record-reader.js';

export interface ReadOptions {
  /** Where the list of records may be in a JSON document, best first: dotted keys, or `$` for the document itself. */
  readonly recordPaths: readonly string[];
  /** A larger record is not read; it would have to be held in memory. At least 1. */
  readonly maxRecordBytes: number;
}

/** What tells one export from another: its raw bytes. */
interface Fingerprint {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface OpenExport {
  readonly format: Format;
  /** As the user named it. */
  readonly file: string;
  /** The header of a CSV file: unique names, in order. */
  readonly columns?: readonly string[];
  /**
   * Reads the export from its beginning, up to 500 records at a time.
   *
   * @throws MigrateError `export_broken`, `records_missing` or `export_unreadable`, after all records before the failure.
   */
  batches(): AsyncGenerator<ReadRecord[]>;
  /** Throws unless `batches` has been read to its end. */
  fingerprint(): Fingerprint;
}

const SAMPLE_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;
const BATCH_RECORDS = 500;

/**
 * Finds out the format of an export by its content and prepares reading it in constant memory.
 *
 * @throws MigrateError `export_missing`, `export_unreadable`, `export_format_unknown`, or `export_broken` for a broken CSV header.
 */
export async function openExport(file: string, options: ReadOptions): Promise<OpenExport> {
  const beginning = await readSample(file);
  const byteOrderMark = byteOrderMarkLength(beginning.bytes);
  const sample = { ...beginning, bytes: beginning.bytes.subarray(byteOrderMark) };
  const detection = detectFormat(sample, file, options.recordPaths);
  if ('unknown' in detection) throw new MigrateError('export_format_unknown', { file, reason: detection.unknown });
  const { format } = detection;
  const header = format === 'csv' ? readHeader(file, sample) : undefined;

  const newReader = (): RecordReader => {
    if (header !== undefined) return new CsvReader(header, options.maxRecordBytes);
    return format === 'json' ? new JsonReader({ file, ...options }) : new NdjsonReader(options.maxRecordBytes);
  };

  let fingerprint: Fingerprint | undefined;

  async function* pieces(reader: RecordReader): AsyncGenerator<Iterable<ReadRecord>> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunksOf(file)) {
      hash.update(chunk);
      yield reader.write(chunk.subarray(Math.max(0, byteOrderMark - bytes)));
      bytes += chunk.length;
    }
    yield reader.end();
    fingerprint = { sha256: hash.digest('hex'), bytes };
  }

  async function* batches(): AsyncGenerator<ReadRecord[]> {
    let batch: ReadRecord[] = [];
    try {
      for await (const records of pieces(newReader())) {
        for (const record of records) {
          batch.push(record);
          if (batch.length < BATCH_RECORDS) continue;
          yield batch;
          batch = [];
        }
      }
    } catch (error) {
      if (batch.length > 0) yield batch;
      throw error;
    }
    if (batch.length > 0) yield batch;
  }

  return {
    format,
    file,
    ...(header === undefined ? {} : { columns: header.columns }),
    batches,
    fingerprint: () => {
      if (fingerprint === undefined) throw new Error('An export has a fingerprint only when it has been read to its end.');
      return fingerprint;
    },
  };
}

async function readSample(file: string): Promise<Sample> {
  const chunks: Buffer[] = [];
  // One byte more than the sample tells whether the file goes on.
  for await (const chunk of chunksOf(file, SAMPLE_BYTES)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, SAMPLE_BYTES), whole: bytes.length <= SAMPLE_BYTES };
}

/** The bytes of a file up to and including offset `end`. */
async function* chunksOf(file: string, end = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { end, highWaterMark: CHUNK_BYTES });
  } catch (error) {
    throw fileError(file, error);
  }
}

function fileError(file: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error;
  const { code } = error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new MigrateError('export_missing', { file }, { cause: error });
  const reasons: Record<string, string> = { EISDIR: 'it is a folder', EACCES: 'you may not read it' };
  return new MigrateError('export_unreadable', { file, reason: reasons[code] ?? code }, { cause: error });
}
