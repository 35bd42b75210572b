/** Dates as exports write them. Nothing is guessed: a form that the mapping does not name is unreadable. */
import type { Problem } from '../errors.js';
import { compileText, type Reader, type Text } from './fields.js';
import type { DateSpec } from './schema.js';

export const DATE_FORMATS = ['iso', 'epoch-s', 'epoch-ms'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What somebody is told who wrote it otherwise. */
const EXPECTED: Readonly<Record<DateFormat, string>> = {
  iso: 'YYYY-MM-DD',
  'epoch-s': 'seconds since 1970',
  'epoch-ms': 'milliseconds since 1970',
};

const DAY = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/;

/** Milliseconds since 1970, for the years 1000 to 9999; without a zone the time is UTC, without a time it is midnight. */
export function readInstant(text: string, format: DateFormat): number | undefined {
  const instant = format === 'iso' ? readIso(text) : readNumber(text, format === 'epoch-s' ? 1000 : 1);
  return instant !== undefined && instant >= Date.UTC(1000, 0) && instant < Date.UTC(10_000, 0) ? instant : undefined;
}

/** YYYY-MM-DD. A time other than midnight UTC is refused: on which day it falls would depend on a time zone that nobody gave. */
export function readDay(text: string, format: DateFormat): string | undefined {
  const instant = readInstant(text, format);
  return instant !== undefined && instant % DAY === 0 ? dayOf(instant) : undefined;
}

/**
 * A date of birth. A future one is a problem.
 * @param now milliseconds since 1970
 */
export function compileBirth(spec: DateSpec, now: number): Reader<string> {
  const today = dayOf(now);
  return compileDate(spec, readDay, (day) => day > today);
}

/**
 * When the former provider decided, in milliseconds since 1970. It orders the records of a person, so one from the future would
 * win for ever; a day is left for clocks and time zones.
 * @param now milliseconds since 1970
 */
export function compileDecided(spec: DateSpec, now: number): Reader<number> {
  return compileDate(spec, readInstant, (instant) => instant > now + DAY);
}

function compileDate<T>(
  spec: DateSpec,
  read: (text: string, format: DateFormat) => T | undefined,
  isFuture: (value: T) => boolean,
): Reader<T> {
  const { from, date } = typeof spec === 'string' ? { from: spec, date: 'iso' as const } : spec;
  const find: Reader<Text> = compileText({ from });
  return (fields, problems) => {
    const found = find(fields, problems);
    if (found === undefined) return undefined;
    const value = read(found.text, date);
    const problem: Problem | undefined =
      value === undefined
        ? { code: 'date_unreadable', field: found.field, detail: { expected: EXPECTED[date] } }
        : isFuture(value)
          ? { code: 'date_in_future', field: found.field }
          : undefined;
    if (problem !== undefined) problems.push(problem);
    return value;
  };
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function readNumber(text: string, unit: number): number | undefined {
  return NUMBER.test(text) ? Math.trunc(Number(text) * unit) : undefined;
}

function readIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const midnight = Date.UTC(year, month - 1, day);
  // Date.UTC makes 2 March of 30 February, and 1901 of the year 1.
  if (dayOf(midnight) !== text.slice(0, 10) || hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = Math.trunc(Number(match[7] ?? 0) * 1000);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offsetOf(match[8] ?? 'Z');
}

/** The offset of a zone such as `+0530`, in milliseconds. */
function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
