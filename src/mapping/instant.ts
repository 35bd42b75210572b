/** Days and times of the calendar as milliseconds since 1970. */

export interface Moment {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  /** A part of a second, from 0 and below 1. */
  readonly fraction?: number;
  /** What was added to UTC, in milliseconds. */
  readonly offset?: number;
}

/** Undefined for a day or time that does not exist. */
export function instantOf(moment: Moment): number | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0 } = moment;
  // Date.UTC makes 2 March of 30 February, and 1901 of the year 1.
  const exists = year > 99 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + Math.trunc(fraction * 1000) - offset;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** YYYY-MM-DD, in UTC. */
export function dayOf(instant: number): string {
  const day = new Date(instant);
  const year = String(day.getUTCFullYear()).padStart(4, '0');
  return `${year}-${twoDigits(day.getUTCMonth() + 1)}-${twoDigits(day.getUTCDate())}`;
}

function twoDigits(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}

/** A zone such as `Z`, `UTC`, `+0530`, `-02:00` or `+01`, as a regular expression. */
export const ZONE = String.raw`Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?`;

/** What such a zone has been added to UTC, in milliseconds. */
export function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
