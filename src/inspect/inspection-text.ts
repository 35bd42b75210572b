/** What an inspection says, for a terminal. */
import { counted, number, page, section, shown, wrapped } from '../layout.js';
import type { DateForms } from './date-form.js';
import { severalFit } from './fit.js';
import type { InspectedExport, Inspection } from './inspection.js';
import { percent } from './percent.js';
import type { Words } from './shown-words.js';

const WIDTH = 80;
const WIDEST_NAME = 36;
const FORM = 18;
const DELIMITER_NAMES: ReadonlyMap<string, string> = new Map([
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
]);
const MOST_EXPORTS = 20;
const MOST_FIELDS = 80;
const MOST_WORDS = 6;
const MOST_DECISIONS = 60;
const NEAREST = 3;

/** @param next the commands that go on from here, each with what it does */
export function inspectionText(inspection: Inspection, next: readonly (readonly [command: string, what: string])[]): string {
  return page([
    section('What it is', exportsText(inspection)),
    section('Fields', fieldsText(inspection)),
    section('Which mapping fits', mappingText(inspection)),
    section('What that mapping leaves behind', leftBehindText(inspection)),
    section('How the provider decided', decisionsText(inspection)),
    section('What looks wrong', findingsText(inspection)),
    section(
      'Next',
      next.flatMap(([command, what]) => [`  ${command}`, ...wrapped(what, '      ')]),
    ),
  ]);
}

function exportsText({ exports, looked, records, counted: exact }: Inspection): string[] {
  const isSample = exports.some((each) => !each.whole && each.broken === undefined);
  const all = records === null ? '' : ` of ${exact ? '' : 'about '}${number(records)}`;
  return [
    ...exports.slice(0, MOST_EXPORTS).flatMap(exportText),
    ...(exports.length > MOST_EXPORTS ? [`  and ${counted(exports.length - MOST_EXPORTS, 'more file')}`] : []),
    ...(isSample ? wrapped(`Looked at the first ${number(looked)} records${all}; --exact reads everything.`) : []),
  ];
}

function exportText(facts: InspectedExport): string[] {
  const { file, format, delimiter, records_at, encodings, files, passed_over, records, counted: exact, broken } = facts;
  const said = [
    format.toUpperCase(),
    ...(delimiter === null ? [] : [`cells separated by ${DELIMITER_NAMES.get(delimiter) ?? delimiter}`]),
    ...(records_at === null || records_at === '$' ? [] : [`records at ${records_at}`]),
    ...encodings.map(({ name, guessed }) => (guessed ? `read as ${name}, as it is not UTF-8` : name)),
    ...(files === 1 && passed_over === 0 ? [] : [`${counted(files, 'file')} read, ${number(passed_over)} beside passed over`]),
    ...(records === null ? [] : [`${exact ? '' : 'about '}${counted(records, 'record')}`]),
  ];
  return [...wrapped(`${file}: ${said.join(', ')}`), ...(broken === undefined ? [] : wrapped(broken, '    '))];
}

function fieldsText({ fields, readable, more_fields }: Inspection): string[] {
  if (fields.length === 0) return [];
  const rest = fields.length - MOST_FIELDS;
  const name = Math.min(WIDEST_NAME, Math.max(...fields.map(({ path }) => path.length)));
  return [
    ...fields.slice(0, MOST_FIELDS).map(({ path, filled, shapes, dates, examples, words }) => {
      const said = words === null ? examples.slice(0, 1).join('') : wordsText(words);
      const form = shown(shapeText(shapes, dates), FORM).padEnd(FORM);
      const line = `  ${shown(path, name).padEnd(name)} ${percent(filled, readable).padStart(5)}  ${form}  `;
      return (line + shown(said, WIDTH - line.length)).trimEnd();
    }),
    ...(rest > 0 ? [`  and ${counted(rest, 'more field')} (--json lists them)`] : []),
    ...(more_fields ? wrapped('There are still more fields, or deeper ones, than are looked at.') : []),
    ...wrapped('Values are masked: A and a stand for letters, 9 for digits.'),
  ];
}

function shapeText(shapes: Inspection['fields'][number]['shapes'], dates: DateForms | null): string {
  const [first, second] = shapes;
  if (first === undefined) return 'empty';
  const name = first[0] === 'date' && dates !== null ? `date, ${dates.patterns[0] ?? dates.order}` : first[0];
  return second === undefined ? name : `${name}, ${second[0]}${shapes.length > 2 ? ' …' : ''}`;
}

function wordsText(words: Words): string {
  const said = words.slice(0, MOST_WORDS).map(([word]) => word);
  return said.join(', ') + (words.length > MOST_WORDS ? ', …' : '');
}

function mappingText({ mapping: { fits, shapes, looked } }: Inspection): string[] {
  if (looked === 0) return ['  There is no readable record to tell by.'];
  if (fits !== null) {
    return shapes
      .filter(({ mapping, records }) => mapping === fits && records > 0)
      .flatMap(({ mapping, shape, records, detect }) =>
        wrapped(
          `${mapping}, shape “${shape}”: ${percent(records, looked)} of the records (${detect.map(({ asks }) => asks).join(', ')}).`,
        ),
      );
  }
  const several = severalFit({ shapes, looked });
  if (several.length > 0) return wrapped(`Several fit: ${several.join(', ')}. Say which with --mapping.`);
  return [
    ...wrapped('None of the built-in ones. The nearest:'),
    ...shapes.slice(0, NEAREST).flatMap(({ mapping, shape, detect }) => {
      const missing = detect.filter(({ records }) => records * 2 <= looked).map(({ asks }) => asks);
      return wrapped(
        `${mapping}, shape “${shape}”: ${missing.length > 0 ? `not met: ${missing.join(', ')}` : 'no record has all that it asks for'}`,
        '    ',
      );
    }),
  ];
}

function leftBehindText({ left_behind, readable }: Inspection): string[] {
  const rest = left_behind.length - MOST_FIELDS;
  return [
    ...left_behind
      .slice(0, MOST_FIELDS)
      .map(({ path, filled }) => `  ${shown(path, 60).padEnd(60)} ${percent(filled, readable)}`),
    ...(rest > 0 ? [`  and ${counted(rest, 'more field')}`] : []),
  ];
}

function decisionsText({ decisions }: Inspection): string[] {
  return decisions.flatMap(({ path, words }) => {
    const rest = words.length - MOST_DECISIONS;
    return [
      `  ${shown(path, 60)}`,
      ...words.slice(0, MOST_DECISIONS).map(([word, count]) => `    ${shown(word, 50).padEnd(50)} ${number(count).padStart(10)}`),
      ...(rest > 0 ? [`    and ${counted(rest, 'other')}`] : []),
    ];
  });
}

function findingsText({ findings }: Inspection): string[] {
  return findings.flatMap(({ code, field, count, records = [], says, help }) => {
    const more = count > records.length ? ', …' : '';
    const where = records.length === 0 ? '' : ` (record${records.length === 1 ? '' : 's'} ${records.join(', ')}${more})`;
    const title = `${code}${field === undefined ? '' : ` in ${field}`}: ${number(count)}${where}`;
    return [...wrapped(title), ...wrapped(says, '    '), ...wrapped(help, '    → ')];
  });
}
