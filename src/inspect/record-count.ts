/** Counts what is in the records of exports, one record after the other. */
import type { Problem, ProblemCode } from '../errors.js';
import type { Mapping } from '../mapping/index.js';
import type { ReadRecord, SourceRecord } from '../model.js';
import { FieldTree } from './field-tree.js';
import { fitOf } from './fit.js';
import { idCandidates } from './id-candidates.js';
import { IdSurvey } from './id-survey.js';
import { rolesOf } from './roles.js';
import type { ExportFacts, Survey } from './survey.js';

/** As many as a run chooses its mapping by, and as are read at a time. They tell which fields may be ids; only they are held in memory. */
const FIRST_RECORDS = 500;
const MOST_EXAMPLES = 3;

export interface CountOptions {
  readonly mappings: readonly Mapping[];
  /** How many of the fields that may be ids are looked at id by id; that costs more than all else. */
  readonly ids: number;
}

export class RecordCount {
  readonly #options: CountOptions;
  readonly #tree = new FieldTree();
  readonly #unreadable = new Map<ProblemCode, { problem: Problem; count: number; records: number[] }>();
  #ids: IdSurvey[] | undefined;
  readonly #first: SourceRecord[] = [];
  #looked = 0;

  constructor(options: CountOptions) {
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
    if (this.#ids === undefined) this.#first.push(record);
    else for (const ids of this.#ids) ids.add(record);
    if (this.#first.length === FIRST_RECORDS) this.#ids ??= this.#openIds();
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
      first: this.#first,
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

  /** From here on the ids of every record go to the disk. */
  #openIds(): IdSurvey[] {
    const fields = this.#tree.facts();
    const candidates = idCandidates(fields, rolesOf(fields), this.#looked).slice(0, this.#options.ids);
    const opened: IdSurvey[] = [];
    // Each is known as soon as it is open, so that it is closed whatever happens.
    this.#ids = opened;
    for (const { path } of candidates) opened.push(new IdSurvey(path));
    for (const record of this.#first) for (const ids of opened) ids.add(record);
    return opened;
  }
}
