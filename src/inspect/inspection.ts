/** What an inspection says, as data: `inspect --json`. Holds no value of the export but words that say something about many people. */
import type { ShapeFacts } from '../mapping/index.js';
import type { DateForms } from './date-form.js';
import type { FieldFacts } from './field-survey.js';
import { type Finding, findingsOf } from './findings.js';
import type { ShapeFit } from './fit.js';
import type { Role } from './header-words.js';
import { decisionWords, shownWords, type Words } from './shown-words.js';
import type { ExportFacts, Survey } from './survey.js';

/** `version` is raised with every change that a reader could stumble over. */
export interface Inspection {
  readonly schema: 'didit-migrate/inspection';
  readonly version: 1;
  readonly exports: readonly InspectedExport[];
  /** Records that were looked at, unreadable ones included. */
  readonly looked: number;
  /** Those of them that could be read; `filled` counts among these. */
  readonly readable: number;
  /** All records: exact where `counted`, else about so many; null where that cannot be told. */
  readonly records: number | null;
  readonly counted: boolean;
  readonly whole: boolean;
  readonly fields: readonly InspectedField[];
  readonly more_fields: boolean;
  readonly mapping: {
    /** The one that a run takes unasked. */
    readonly fits: string | null;
    /** Every shape, the nearest first. */
    readonly shapes: readonly ShapeFit[];
    /** Records that `shapes` were compared with. */
    readonly looked: number;
  };
  /** Fields that the fitting mapping makes nothing of. */
  readonly left_behind: readonly { readonly path: string; readonly filled: number }[];
  /** The words of the fields that may hold the decision. */
  readonly decisions: readonly { readonly path: string; readonly words: Words }[];
  readonly findings: readonly Finding[];
}

export interface InspectedExport {
  readonly file: string;
  readonly format: ExportFacts['format'];
  /** What separates the cells of a table; null for other formats. */
  readonly delimiter: string | null;
  /** Where the records of JSON lie: dotted keys, or `$` for the document itself; null for other formats. */
  readonly records_at: string | null;
  /** Each encoding of its files; none where all is ASCII. `guessed`: neither said nor marked in the file. */
  readonly encodings: ExportFacts['reading']['encodings'];
  /** Files that were read of a folder or zip, and those that lie beside them. */
  readonly files: number;
  readonly passed_over: number;
  readonly looked: number;
  /** As above. */
  readonly records: number | null;
  readonly counted: boolean;
  readonly whole: boolean;
  /** Why the rest could not be read. */
  readonly broken?: string;
}

interface InspectedField {
  readonly path: string;
  /** What it may be, by its name. */
  readonly role: Role | null;
  readonly filled: number;
  readonly values: number;
  readonly shapes: FieldFacts['shapes'];
  readonly dates: DateForms | null;
  readonly examples: readonly string[];
  readonly words: Words | null;
}

export function inspectionOf(survey: Survey): Inspection {
  const { fit, roles, fields } = survey;
  const shapes = usedShapes(survey);
  const deciding = decidingFields(survey, shapes);
  const roleOf = (field: FieldFacts) => [...roles].find(([, played]) => played.includes(field))?.[0];
  return {
    schema: 'didit-migrate/inspection',
    version: 1,
    exports: survey.exports.map(inspectedExport),
    looked: survey.exports.reduce((total, { looked }) => total + looked, 0),
    readable: survey.looked,
    records: total(survey.exports) ?? null,
    counted: survey.exports.every(({ counted }) => counted),
    whole: survey.whole,
    fields: fields.map((field) => ({
      path: field.path,
      role: roleOf(field) ?? null,
      filled: field.filled,
      values: field.values,
      shapes: field.shapes,
      dates: field.dates ?? null,
      examples: field.examples,
      words: (deciding.includes(field) ? decisionWords(field) : shownWords(field, roles)) ?? null,
    })),
    more_fields: survey.moreFields,
    mapping: { fits: fit.chosen?.name ?? null, shapes: fit.shapes, looked: fit.looked },
    left_behind: leftBehind(fields, shapes),
    decisions: deciding.flatMap((field) => ({ path: field.path, words: decisionWords(field) ?? [] })),
    findings: findingsOf(survey),
  };
}

/** The shapes of the fitting mapping that some record has. */
function usedShapes({ fit: { chosen, shapes } }: Survey): readonly ShapeFacts[] {
  const used = shapes.filter(({ mapping, records }) => mapping === chosen?.name && records > 0).map(({ shape }) => shape);
  return chosen?.shapes.filter(({ name }) => used.includes(name)) ?? [];
}

/** Those that the mapping compares; without one, those that are called so. */
function decidingFields({ fields, roles }: Survey, shapes: readonly ShapeFacts[]): readonly FieldFacts[] {
  if (shapes.length === 0) return roles.get('status') ?? [];
  return fields.filter(({ path, values }) => values > 0 && shapes.some((shape) => shape.compares(path)));
}

function leftBehind(fields: readonly FieldFacts[], shapes: readonly ShapeFacts[]): Inspection['left_behind'] {
  if (shapes.length === 0) return [];
  return fields
    .filter(({ path, filled }) => filled > 0 && !shapes.some((shape) => shape.uses(path)))
    .map(({ path, filled }) => ({ path, filled }));
}

function total(exports: readonly ExportFacts[]): number | undefined {
  let sum = 0;
  for (const { records } of exports) {
    if (records === undefined) return undefined;
    sum += records;
  }
  return sum;
}

function inspectedExport({ file, format, delimiter, recordsAt, reading, broken, ...counts }: ExportFacts): InspectedExport {
  const { looked, records = null, counted, whole } = counts;
  return {
    file,
    format,
    delimiter: delimiter ?? null,
    records_at: recordsAt ?? null,
    encodings: reading.encodings,
    files: reading.files,
    passed_over: reading.passedOver,
    looked,
    records,
    counted,
    whole,
    ...(broken && { broken: broken.message }),
  };
}
