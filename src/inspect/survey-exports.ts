/** Reads exports, or their beginnings, and counts what is in them. */
import { MigrateError, type Problem, type ProblemCode } from '../errors.js';
import { type Mapping, placesOfAll } from '../mapping/index.js';
import type { ReadRecord, SourceRecord } from '../model.js';
import { type OpenExport, openExport, type Reading, type Source } from '../read/index.js';
import type { FieldFacts } from './field-survey.js';
import { FieldTree } from './field-tree.js';
import { type Fit, fitOf } from './fit.js';
import { idCandidates } from './id-candidates.js';
import { IdSurvey } from './id-survey.js';
import { type Roles, rolesOf } from './roles.js';

/** So many records decide which fields may be ids and which mapping fits; only they are held in memory. */
const HEAD_RECORDS = 1000;
/** The mapping is chosen by as many as a run looks at. */
const FIT_RECORDS = 500;
const MOST_EXAMPLES = 3;
/** What is read ahead is little beside so much, in bytes: then the records so far tell how many there are. */
const ENOUGH_TO_ESTIMATE = 3_000_000;

export interface SurveyOptions {
  /** How many records are looked at, over all exports. */
  readonly sample: number | 'all';
  readonly mappings: readonly Mapping[];
  /** How many of the fields that may be ids are looked at id by id; that costs more than all else. */
  readonly ids: number;
  readonly maxRecordBytes: number;
  readonly encoding?: string | undefined;
  readonly signal: AbortSignal;
}

export interface ExportFacts {
  readonly file: string;
  readonly format: OpenExport['format'];
  /** What separates the cells of a table. */
  readonly delimiter: string | undefined;
  /** Where the records of JSON lie: dotted keys, or `$` for the document itself. */
  readonly recordsAt: string | undefined;
  /** How its text is encoded, and what of a folder or zip was read. */
  readonly reading: Reading;
  /** Records that were looked at. */
  readonly looked: number;
  /** All records: as many as there are if `counted`, otherwise by the size of the file; undefined where that cannot be told. */
  readonly records: number | undefined;
  readonly counted: boolean;
  /** All records were looked at. */
  readonly whole: boolean;
  /** Why the rest could not be read. */
  readonly broken?: MigrateError;
}

export interface Unreadable {
  /** The first problem of its code. */
  readonly problem: Problem;
  readonly count: number;
  /** The first records. */
  readonly records: readonly number[];
}

export interface Survey {
  readonly exports: readonly ExportFacts[];
  /** Readable records that were looked at. */
  readonly looked: number;
  readonly whole: boolean;
  /** Records that could not be read, by what is wrong with them. */
  readonly unreadable: readonly Unreadable[];
  readonly fields: readonly FieldFacts[];
  /** True where there were more fields than are counted. */
  readonly moreFields: boolean;
  readonly roles: Roles;
  readonly ids: readonly IdSurvey[];
  readonly fit: Fit;
  /** The first readable records. */
  readonly head: readonly SourceRecord[];
  /** Gives back what is on the disk. */
  close(): void;
}

/** @throws MigrateError where an export cannot be opened, `disk_full`; an export that breaks off is surveyed as far as it goes */
export async function surveyExports(sources: readonly Source[], options: SurveyOptions): Promise<Survey> {
  const count = new RecordCount(options);
  const exports: ExportFacts[] = [];
  const share = options.sample === 'all' ? Number.POSITIVE_INFINITY : Math.ceil(options.sample / sources.length);
  try {
    for (const source of sources) exports.push(await surveyOne(source, share, count, options));
    return count.survey(exports);
  } catch (error) {
    count.close();
    throw error;
  }
}

async function surveyOne(
  source: Source,
  most: number,
  count: RecordCount,
  { mappings, maxRecordBytes, encoding, signal }: SurveyOptions,
): Promise<ExportFacts> {
  const reading = { maxRecordBytes, encoding };
  const open = await openExport(source, { recordPaths: await recordPathsFor(source, mappings, reading), ...reading });
  count.addColumns(open.columns ?? []);
  let looked = 0;
  let met = 0;
  const facts = () => {
    const { file, format, delimiter, recordsAt } = open;
    return { file, format, delimiter, recordsAt, reading: open.reading(), looked };
  };
  try {
    for await (const batch of open.batches()) {
      signal.throwIfAborted();
      const wanted = batch.slice(0, most - looked);
      for (const record of wanted) count.add(record);
      looked += wanted.length;
      met += batch.length;
      const { bytes } = open.reading();
      if (met === looked || (source.bytes !== undefined && bytes < ENOUGH_TO_ESTIMATE)) continue;
      return { ...facts(), records: estimate(met, bytes, source.bytes), counted: false, whole: false };
    }
    return { ...facts(), records: met, counted: true, whole: met === looked };
  } catch (error) {
    if (!(error instanceof MigrateError) || error.code !== 'export_broken') throw error;
    return { ...facts(), records: undefined, counted: false, whole: false, broken: error };
  }
}

/** As many as there are if the rest of the file is like its beginning, to two figures. */
function estimate(records: number, taken: number, bytes: number | undefined): number | undefined {
  return bytes === undefined || taken === 0 ? undefined : Number(((records * bytes) / taken).toPrecision(2));
}

/**
 * Where a mapping that fits looks for the records; without one, nowhere in particular: then the list is found by what it holds. A
 * named list is looked for before the document itself is taken for the record, whichever mapping says so.
 */
async function recordPathsFor(
  source: Source,
  mappings: readonly Mapping[],
  reading: Pick<SurveyOptions, 'maxRecordBytes' | 'encoding'>,
): Promise<string[]> {
  const recordPaths = placesOfAll(mappings);
  const open = await openExport(source, { recordPaths, ...reading });
  try {
    for await (const batch of open.batches()) {
      const readable = batch.filter((record) => !('problems' in record));
      return mappings.some((mapping) => readable.some((record) => mapping.fits(record))) ? recordPaths : [];
    }
  } catch (error) {
    // Whatever it is shows again when the export is read.
    if (!(error instanceof MigrateError)) throw error;
  }
  return recordPaths;
}

class RecordCount {
  readonly #options: SurveyOptions;
  readonly #tree = new FieldTree();
  readonly #unreadable = new Map<ProblemCode, { problem: Problem; count: number; records: number[] }>();
  #ids: IdSurvey[] | undefined;
  #head: SourceRecord[] = [];
  #first: SourceRecord[] = [];
  #looked = 0;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  addColumns(columns: readonly string[]): void {
    this.#tree.addColumns(columns);
  }

  add(record: ReadRecord): void {
    if ('problems' in record) {
      for (const problem of record.problems) this.#addUnreadable(problem, record.number);
      return;
    }
    this.#looked += 1;
    this.#tree.add(record.fields);
    if (this.#first.length < FIT_RECORDS) this.#first.push(record);
    if (this.#ids === undefined) this.#addToHead(record);
    else for (const ids of this.#ids) ids.add(record);
  }

  survey(exports: readonly ExportFacts[]): Survey {
    const ids = this.#ids ?? this.#openIds();
    const fields = this.#tree.facts();
    return {
      exports,
      looked: this.#looked,
      whole: exports.every(({ whole }) => whole),
      unreadable: [...this.#unreadable.values()],
      fields,
      moreFields: this.#tree.beyond,
      roles: rolesOf(fields),
      ids,
      fit: fitOf(this.#first, this.#options.mappings),
      head: this.#first,
      close: () => this.close(),
    };
  }

  close(): void {
    for (const ids of this.#ids ?? []) ids.close();
  }

  #addUnreadable(problem: Problem, record: number): void {
    const met = this.#unreadable.get(problem.code) ?? { problem, count: 0, records: [] };
    this.#unreadable.set(problem.code, met);
    met.count += 1;
    if (met.records.length < MOST_EXAMPLES) met.records.push(record);
  }

  #addToHead(record: SourceRecord): void {
    this.#head.push(record);
    if (this.#head.length === HEAD_RECORDS) this.#openIds();
  }

  /** From here on the ids of every record go to the disk. */
  #openIds(): IdSurvey[] {
    const fields = this.#tree.facts();
    this.#ids = [];
    const candidates = idCandidates(fields, rolesOf(fields), this.#looked).slice(0, this.#options.ids);
    for (const { path } of candidates) this.#ids.push(new IdSurvey(path));
    for (const record of this.#head) for (const ids of this.#ids) ids.add(record);
    this.#head = [];
    return this.#ids;
  }
}
