/** What is known of exports that were looked through. */
import type { MigrateError, Problem } from '../errors.js';
import type { SourceRecord } from '../model.js';
import type { OpenExport, Reading } from '../read/index.js';
import type { FieldFacts } from './field-survey.js';
import type { Fit } from './fit.js';
import type { IdSurvey } from './id-survey.js';
import type { Roles } from './roles.js';

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
  readonly first: readonly SourceRecord[];
  /** Gives back what is on the disk. */
  close(): void;
}
