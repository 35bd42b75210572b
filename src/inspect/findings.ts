/** What looks wrong in an export, before any mapping is chosen. */
import { help, sentence } from '../errors.js';
import type { FieldFacts } from './field-survey.js';
import { foldHeader } from './header-words.js';
import type { IdFacts } from './id-survey.js';
import type { Survey } from './survey.js';

/** Something that a person should look at. Never holds a value of the export. */
export interface Finding {
  readonly code: string;
  /** The field that is to blame, where one is. */
  readonly field?: string;
  /** Records or values that are concerned; at least 1. */
  readonly count: number;
  /** The first records, where they are known. */
  readonly records?: readonly number[];
  readonly says: string;
  /** What to do. */
  readonly help: string;
}

/** The gravest first. */
export function findingsOf(survey: Survey): Finding[] {
  return [
    ...survey.unreadable.map(({ problem: { code, detail }, count, records }): Finding => {
      return { code, count, records, says: sentence(code, detail), help: help(code, detail) };
    }),
    // The others may well be empty or come again.
    ...survey.ids.slice(0, 1).flatMap((ids) => idFindings(ids.facts())),
    ...survey.fields.flatMap((field) => fieldFindings(field, survey)),
  ].filter(({ count }) => count > 0);
}

function idFindings({ path: field, missing, doubled, caseTwins }: IdFacts): Finding[] {
  return [
    {
      code: 'ids_differ_in_case',
      field,
      count: caseTwins.count,
      records: caseTwins.records,
      says: 'Ids that differ only in upper and lower case: they are one user to Didit.',
      help: 'If this is the id that you migrate by, change them so that they differ in more than case.',
    },
    {
      code: 'ids_missing',
      field,
      count: missing.count,
      records: missing.records,
      says: 'Records have no id here.',
      help: 'If this is the id that you migrate by, these people cannot be migrated without one.',
    },
    {
      code: 'ids_doubled',
      field,
      count: doubled.ids,
      says: `Ids stand in several records (${doubled.records} altogether).`,
      help: 'Records with one id count as one person: the newest final decision is taken.',
    },
  ];
}

function fieldFindings(field: FieldFacts, { roles }: Survey): Finding[] {
  const isDate = [...(roles.get('birth date') ?? []), ...(roles.get('decided at') ?? [])].includes(field);
  const found = (shape: string) => field.shapes.find(([each]) => each === shape)?.[1] ?? 0;
  const { dates } = field;
  const finding = (code: string, count: number, says: string, advice: string) => ({
    code,
    field: field.path,
    count,
    says,
    help: advice,
  });
  return [
    finding(
      'spreadsheet_numbers',
      found('spreadsheet number'),
      'Values look like 6.5E+23: a spreadsheet has cut long numbers off, and the rest is lost.',
      'Get the file as the provider wrote it, and do not save it from a spreadsheet.',
    ),
    finding(
      'spreadsheet_days',
      isDate ? field.serials : 0,
      'Dates are numbers such as 32874: a spreadsheet keeps days so.',
      'Get the file as the provider wrote it, or format the column as a date before saving.',
    ),
    finding(
      'date_orders_mixed',
      dates?.order === 'mixed' ? dates.count : 0,
      'Some dates begin with the day, others with the month; those that could be either cannot be told apart.',
      'Get the dates in one form, best YYYY-MM-DD.',
    ),
    finding(
      'date_order_unclear',
      dates?.order === 'either' ? (dates.partly?.unclear ?? dates.count) : 0,
      dates?.partly
        ? 'Dates could begin with the day or with the month; the others are written in another form, which is clear.'
        : 'All dates could begin with the day or with the month.',
      'Ask the former provider; the mapping has to say which.',
    ),
    finding(
      'text_garbled',
      field.garbled,
      'Values hold signs of a wrong encoding, such as Ã¼ for ü.',
      'If the file was converted on its way, get the original; otherwise say its encoding.',
    ),
    finding(
      'test_addresses',
      field.testAddresses,
      'E-mail addresses that are kept free for tests and examples.',
      'If these are test records, leave them out with a rule under skip.',
    ),
    finding(
      'test_records',
      testFlags(field),
      'Records are marked as tests.',
      'Leave them out with a rule under skip, unless they are people.',
    ),
  ];
}

/** How many records say of themselves that they are no real ones. */
function testFlags({ keys, words = [] }: FieldFacts): number {
  const name = foldHeader(keys.at(-1) ?? '');
  const isLive = ['livemode', 'live', 'production'].includes(name);
  const isTest = ['test', 'istest', 'testmode', 'sandbox', 'sandboxmode', 'issandbox'].includes(name);
  const wanted = isLive ? ['false', '0'] : isTest ? ['true', '1'] : [];
  return words.filter(([word]) => wanted.includes(word.toLowerCase())).reduce((total, [, count]) => total + count, 0);
}
