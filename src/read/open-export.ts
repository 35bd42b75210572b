import { MigrateError } from '../errors.js';
import type { JsonObject, ReadRecord } from '../model.js';
import type { Format } from './detect.js';
import type { Encoding } from './encoding.js';
import { openExportFile, type ReadOptions } from './export-file.js';
import { ExportPass, labelOf, type Reading } from './export-pass.js';
import { explained } from './failures.js';
import type { Fingerprint } from './fingerprint.js';
import { isAboutExport, settingsIn } from './settings-file.js';
import { type Source, type SourceFile, sourceAt } from './source.js';

export interface OpenExport {
  /** Of its first file. */
  readonly format: Format;
  /** As the user named it. */
  readonly file: string;
  /** The header of a CSV file: unique names, in order. */
  readonly columns?: readonly string[];
  /** What separates the cells of a CSV file. */
  readonly delimiter?: string;
  /** Where the first record of a JSON or NDJSON file was found: dotted keys, or `$`; undefined before it has been read. */
  readonly recordsAt: string | undefined;
  /**
   * Reads the export from its beginning, up to 500 records at a time, numbered through its files.
   *
   * @throws MigrateError `export_broken`, `export_mixed`, `export_format_unknown`, `records_missing` or `export_unreadable`, after all
   * records before the failure.
   */
  batches(): AsyncGenerator<ReadRecord[]>;
  /** As far as `batches` has been read. */
  reading(): Reading;
  /** Throws unless `batches` has been read to its end. */
  fingerprint(): Fingerprint;
}

/**
 * Finds out the format of an export by its content and prepares reading it in constant memory.
 * @param from what `findSources` gave, or a path
 * @throws MigrateError `export_missing`, `export_unreadable`, `export_format_unknown`, or `export_broken`
 */
export async function openExport(from: string | Source, options: ReadOptions): Promise<OpenExport> {
  const source = typeof from === 'string' ? await sourceAt(from) : from;
  const { format, columns, delimiter, encodings } = await firstFile(source, options);
  let fingerprint: Fingerprint | undefined;
  let pass: ExportPass | undefined;
  return {
    format,
    file: source.name,
    ...(columns && { columns }),
    ...(delimiter !== undefined && { delimiter }),
    get recordsAt() {
      return pass?.recordsAt;
    },
    async *batches() {
      const current = new ExportPass(source, { format, columns }, options);
      pass = current;
      yield* current.batches();
      fingerprint = current.fingerprint();
    },
    reading: () => pass?.reading() ?? { encodings, files: 0, passedOver: 0, bytes: 0 },
    fingerprint: () => {
      if (fingerprint === undefined) throw new Error('An export has a fingerprint only when it has been read to its end.');
      return fingerprint;
    },
  };
}

/** What the beginning of an export tells. */
async function firstFile(source: Source, options: ReadOptions) {
  let others = 0;
  let settings: { readonly value: JsonObject; readonly beginning: Beginning } | undefined;
  try {
    for await (const file of source.files()) {
      if (!file) {
        others += 1;
        continue;
      }
      const beginning = await beginningOf(file, labelOf(source, settings ? 2 : 1), options);
      if (settings) {
        const { columns, format } = beginning;
        return format === 'csv' && isAboutExport(settings.value, columns ?? [], options.recordPaths)
          ? beginning
          : settings.beginning;
      }
      const value = source.isFile ? undefined : await settingsIn(file);
      if (value === undefined) return beginning;
      // A table may follow, which this is about.
      settings = { value, beginning };
    }
    if (settings) return settings.beginning;
  } catch (error) {
    throw explained(error, source.name, 0);
  }
  const reason = `it holds no file whose name ends in .csv, .tsv, .json, .ndjson or .jsonl (others: ${others})`;
  throw new MigrateError('export_format_unknown', { file: source.name, reason });
}

type Beginning = Pick<OpenExport, 'format' | 'columns' | 'delimiter'> & { readonly encodings: Encoding[] };

async function beginningOf(file: SourceFile, label: string, options: ReadOptions): Promise<Beginning> {
  const encodings: Encoding[] = [];
  const found = (encoding: Encoding) => encodings.push(encoding);
  try {
    const { format, columns, delimiter, close } = await openExportFile(file.chunks(), label, { ...options, found });
    await close();
    return { format, ...(columns && { columns }), ...(delimiter !== undefined && { delimiter }), encodings };
  } catch (error) {
    throw explained(error, label, 0);
  }
}
