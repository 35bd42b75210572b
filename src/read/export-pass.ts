import { setImmediate } from 'node:timers/promises';
import { MigrateError, type Problem } from '../errors.js';
import type { JsonObject, ReadRecord } from '../model.js';
import { isDamaged } from './damaged-text.js';
import type { Format } from './detect.js';
import type { Encoding } from './encoding.js';
import { type ExportFile, openExportFile, type ReadOptions } from './export-file.js';
import { explained } from './failures.js';
import { withoutOwn } from './fed-back.js';
import { type Fingerprint, Fingerprinting } from './fingerprint.js';
import { keyRepeated } from './record-reader.js';
import { repeatedInTexts } from './repeated-key.js';
import { isAboutExport, settingsIn } from './settings-file.js';
import type { Source, SourceFile } from './source.js';

const BATCH_RECORDS = 500;

/** What all files of an export have in common. */
type Kind = Pick<ExportFile, 'format' | 'columns'>;

/** What came to light while an export was read. */
export interface Reading {
  /** Of its files, each once; none where all is ASCII. */
  readonly encodings: readonly Encoding[];
  /** How many files it has: 1, unless it is a folder or zip. */
  readonly files: number;
  /** How many others lie beside them. */
  readonly passedOver: number;
  /** Taken from the disk so far, packed as they are. */
  readonly bytes: number;
}

/** One reading of an export from its beginning to its end: the records of all its files, numbered through. */
export class ExportPass {
  readonly #source: Source;
  readonly #kind: Kind;
  readonly #options: ReadOptions;
  readonly #print = new Fingerprinting();
  readonly #encodings = new Map<string, Encoding>();
  #batch: ReadRecord[] = [];
  #records = 0;
  /** Where the first record was found, see ExportFile. */
  recordsAt: string | undefined;
  /** The most records that a file has held so far. */
  #most = 0;
  #files = 0;
  #passedOver = 0;

  constructor(source: Source, kind: Kind, options: ReadOptions) {
    this.#source = source;
    this.#kind = kind;
    this.#options = options;
  }

  reading(): Reading {
    const encodings = [...this.#encodings.values()];
    return { encodings, files: this.#files, passedOver: this.#passedOver, bytes: this.#print.taken };
  }

  fingerprint(): Fingerprint {
    return this.#print.result(this.#source);
  }

  /** All records before a failure come before it. */
  async *batches(): AsyncGenerator<ReadRecord[]> {
    let failure: { readonly error: unknown } | undefined;
    try {
      for await (const file of this.#source.files()) {
        if (file === undefined) this.#passedOver += 1;
        else yield* this.#read(file);
      }
    } catch (error) {
      failure = { error: explained(error, this.#source.name, this.#records) };
    }
    if (this.#batch.length > 0) yield this.#batch;
    if (failure) throw failure.error;
  }

  async *#read(file: SourceFile): AsyncGenerator<ReadRecord[]> {
    if (await this.#isSettings(file)) {
      this.#passedOver += 1;
      return;
    }
    this.#files += 1;
    const before = this.#records;
    const label = labelOf(this.#source, this.#files);
    try {
      let encoding = 'utf-8';
      const found = (known: Encoding) => {
        encoding = known.name;
        this.#encodings.set(encoding, known);
      };
      const open = await openExportFile(this.#print.of(file.chunks()), label, { ...this.#options, found });
      if (!isAlike(open, this.#kind)) {
        await open.close();
        throw this.#mixed(open);
      }
      for await (const records of open.records()) {
        for (const record of records) {
          this.recordsAt ??= open.recordsAt;
          if (!this.#take(this.#checked(record, encoding, open.mayBeDamaged))) continue;
          // What a database driver has read for a record is freed between turns of the event loop and not before.
          await setImmediate();
          yield this.#give();
        }
      }
      this.#print.count();
    } catch (error) {
      const failure = explained(error, label, this.#records);
      if (this.#records > before || !this.#isBadRecord(failure)) throw failure;
      await this.#print.skim(file);
      const detail = { file: this.#files, reason: String(failure.detail['reason'] ?? 'no list of records') };
      if (this.#take({ number: this.#records + 1, problems: [{ code: 'file_unreadable', detail }], fields: {} }))
        yield this.#give();
    }
    this.#most = Math.max(this.#most, this.#records - before);
  }

  async #isSettings(file: SourceFile): Promise<boolean> {
    const { format, columns = [] } = this.#kind;
    return format === 'csv' && !this.#source.isFile && isAboutExport(await settingsIn(file), columns, this.#options.recordPaths);
  }

  /** Is the batch full? */
  #take(record: ReadRecord): boolean {
    this.#records += 1;
    this.#batch.push(record);
    return this.#batch.length === BATCH_RECORDS;
  }

  #give(): ReadRecord[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  /** With its number in the export. A line says nothing where there may be several files. */
  #checked(record: ReadRecord, encoding: string, mayBeDamaged: boolean): ReadRecord {
    const { fields, item } = withoutOwn(record.fields);
    const number = this.#records + 1;
    const line = this.#source.isFile ? record.line : undefined;
    if ('problems' in record) return { ...record, number, line, item, fields };
    const problem = this.#flawOf(fields, encoding, mayBeDamaged);
    return problem === undefined
      ? { number, line, item, fields }
      : { number, line, item, problems: [problem], fields, whose: fields };
  }

  #flawOf(fields: JsonObject, encoding: string, mayBeDamaged: boolean): Problem | undefined {
    if (mayBeDamaged && isDamaged(fields)) return { code: 'text_damaged', detail: { encoding } };
    const repeated = repeatedInTexts(fields);
    return repeated === undefined ? undefined : keyRepeated(repeated);
  }

  /**
   * Where each file so far held one record (one file per person), a file that cannot be read is a bad record and costs no other. A file
   * of many records, or one whose first records were read already, leaves an unknown number of people out: that ends the reading.
   */
  #isBadRecord(failure: unknown): failure is MigrateError {
    return this.#most === 1 && failure instanceof MigrateError && CONTENT.has(failure.code);
  }

  #mixed({ format }: ExportFile): MigrateError {
    const expected = this.#kind.format;
    const found = format === expected ? `${format.toUpperCase()} with other columns` : format.toUpperCase();
    const detail = { file: this.#source.name, position: this.#files, found, expected: expected.toUpperCase() };
    return new MigrateError('export_mixed', detail);
  }
}

/** What is wrong with the content of a file; not with the file as such. */
const CONTENT: ReadonlySet<string> = new Set(['export_broken', 'export_format_unknown', 'records_missing']);

/** How a file of an export is called in errors. In a folder or zip by its position: its name may be a person's. */
export function labelOf({ name, isFile }: Source, position: number): string {
  return isFile ? name : `${name}, file ${position} by name,`;
}

/** An object alone in its file passes for NDJSON where it is written in one line. The same columns may be in another order. */
function isAlike(file: Kind, other: Kind): boolean {
  if (isJson(file.format) && isJson(other.format)) return true;
  if (file.format !== other.format) return false;
  const columns = new Set(other.columns);
  return file.columns?.length === other.columns?.length && (file.columns ?? []).every((column) => columns.has(column));
}

function isJson(format: Format): boolean {
  return format === 'json' || format === 'ndjson';
}
