/** The forms in which exports write dates. Nothing is guessed: a form that the mapping does not name is unreadable. */
import { isJsonObject, type Json } from '../model.js';
import { compileDatePattern } from './date-pattern.js';
import { instantOf, offsetOf, ZONE } from './instant.js';
import { isNothing, textOf, unwrap } from './values.js';

export interface DateFormat {
  /** What somebody is told who wrote it otherwise. */
  readonly expected: string;
  /** Milliseconds since 1970; undefined where the value is not such a date, null where it says that there is none. */
  read(value: Json): number | undefined | null;
}

const DAY = 86_400_000;
const YEAR_1000 = Date.UTC(1000, 0);
const YEAR_10000 = Date.UTC(10_000, 0);
const ISO = new RegExp(
  String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{0,9}))?)? ?(${ZONE})?)?$`,
  'i',
);
const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/;

const ofText = (expected: string, read: (text: string) => number | undefined): DateFormat => ({
  expected,
  read: (value) => {
    const text = textOf(value);
    return text === undefined ? undefined : within(read(text));
  },
});

const NAMED: Readonly<Record<string, DateFormat>> = {
  iso: ofText('YYYY-MM-DD', readIso),
  'epoch-s': ofText('seconds since 1970', (text) => readNumber(text, 1000)),
  'epoch-ms': ofText('milliseconds since 1970', (text) => readNumber(text, 1)),
  // Spreadsheets count days from the last but one of 1899, because they take 1900 for a leap year.
  spreadsheet: ofText('days since 1900, as spreadsheets store dates', (text) => {
    const days = readNumber(text, 1);
    return days === undefined || days < 61 ? undefined : Date.UTC(1899, 11, 30) + Math.round(Number(text) * DAY);
  }),
  parts: { expected: '{day, month, year}', read: readParts },
};

/** The names of the forms that are not patterns. */
export const DATE_FORMATS = Object.keys(NAMED);

/** What is wrong with the name or pattern of a form; undefined where nothing is. */
export function dateFormatProblem(format: string): string | undefined {
  if (Object.hasOwn(NAMED, format)) return undefined;
  const compiled = compileDatePattern(format);
  return 'problem' in compiled ? compiled.problem : undefined;
}

/** @throws TypeError where there is no such form; a checked mapping holds none of these. */
export function compileDateFormat(format: string): DateFormat {
  const named = Object.hasOwn(NAMED, format) ? NAMED[format] : undefined;
  if (named !== undefined) return named;
  const compiled = compileDatePattern(format);
  if ('problem' in compiled) throw new TypeError(`not a form of dates: ${format}`);
  return ofText(format, compiled.read);
}

/** The years 1000 to 9999: others are typing errors, or milliseconds taken for seconds. */
function within(instant: number | undefined): number | undefined {
  return instant !== undefined && instant >= YEAR_1000 && instant < YEAR_10000 ? instant : undefined;
}

/** Without a zone the time is UTC, without a time it is midnight. */
function readIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const number = (group: number) => Number(match[group] ?? 0);
  return instantOf({
    year: number(1),
    month: number(2),
    day: number(3),
    hour: number(4),
    minute: number(5),
    second: number(6),
    fraction: match[7] ? Number(`0.${match[7]}`) : 0,
    offset: match[8] === undefined ? 0 : offsetOf(match[8]),
  });
}

function readNumber(text: string, unit: number): number | undefined {
  return NUMBER.test(text) ? Math.trunc(Number(text) * unit) : undefined;
}

/** An object in which a part is missing says that the day is not known. */
function readParts(value: Json): number | undefined | null {
  if (!isJsonObject(value)) return undefined;
  const part = (name: string) => {
    const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name);
    return key === undefined ? null : unwrap(value[key] ?? null);
  };
  const parts = ['year', 'month', 'day'].map(part);
  if (parts.some(isNothing)) return null;
  const texts = parts.map((inner) => textOf(inner) ?? '');
  if (!texts.every((text) => /^\d{1,4}$/.test(text))) return undefined;
  const [year = 0, month = 0, day = 0] = texts.map(Number);
  return within(instantOf({ year, month, day }));
}
