/**
 * Dates by a pattern of Unicode tokens (UTS 35), such as `dd.MM.yyyy` or `MM/dd/yyyy h:mm a`. Strict, unlike the parsers of the
 * date libraries: `dd` takes two digits, and a pattern says which of day and month comes first.
 */
import { instantOf, offsetOf, ZONE } from './instant.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));
const oneOf = (names: readonly string[]) => names.join('|');

type Part =
  | 'year'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'half'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'zone'
  | 'weekday';

/** What each token stands for, and the text that it takes. */
const TOKENS: Readonly<Record<string, readonly [Part, string]>> = {
  yyyy: ['year', String.raw`\d{4}`],
  M: ['month', String.raw`\d{1,2}`],
  MM: ['month', String.raw`\d{2}`],
  MMM: ['monthName', `${oneOf(short(MONTHS))}|Sept`],
  MMMM: ['monthName', oneOf(MONTHS)],
  d: ['day', String.raw`\d{1,2}`],
  dd: ['day', String.raw`\d{2}`],
  EEE: ['weekday', oneOf(short(WEEKDAYS))],
  EEEE: ['weekday', oneOf(WEEKDAYS)],
  H: ['hour', String.raw`\d{1,2}`],
  HH: ['hour', String.raw`\d{2}`],
  h: ['hour12', String.raw`\d{1,2}`],
  hh: ['hour12', String.raw`\d{2}`],
  a: ['half', 'AM|PM'],
  m: ['minute', String.raw`\d{1,2}`],
  mm: ['minute', String.raw`\d{2}`],
  s: ['second', String.raw`\d{1,2}`],
  ss: ['second', String.raw`\d{2}`],
  S: ['fraction', String.raw`\d{1,9}`],
  SSS: ['fraction', String.raw`\d{3}`],
  SSSSSS: ['fraction', String.raw`\d{6}`],
  X: ['zone', ZONE],
};

const PIECE = /'((?:[^']|'')+)'|([A-Za-z])\2*|\s+|[^A-Za-z'\s]/g;

type Compiled = { readonly read: (text: string) => number | undefined } | { readonly problem: string };

/** The reader of a pattern, which gives milliseconds since 1970; or what is wrong with the pattern. */
export function compileDatePattern(pattern: string): Compiled {
  const pieces = [...pattern.matchAll(PIECE)];
  if (pieces.map(([piece]) => piece).join('') !== pattern) return { problem: 'a quote in the pattern is not closed' };
  const names: string[] = [];
  let source = '';
  let open = '';
  for (const [piece, quoted, letter] of pieces) {
    if (letter === undefined) {
      source += /^\s/.test(piece) ? String.raw`\s+` : literal(quoted?.replaceAll("''", "'") ?? piece);
      open = '';
      continue;
    }
    const token = Object.hasOwn(TOKENS, piece) ? TOKENS[piece] : undefined;
    if (token === undefined) return { problem: unknownToken(piece) };
    const [part, takes] = token;
    if (names.includes(part)) return { problem: `the ${part} is there twice` };
    const counts = takes.startsWith(String.raw`\d`);
    if (counts && open !== '') return { problem: `something has to stand between ${open} and ${piece}` };
    open = counts && takes.includes(',') ? piece : '';
    names.push(part);
    source += `(?<${part}>${takes})`;
  }
  const missing = problemOf(new Set(names));
  if (missing !== undefined) return { problem: missing };
  const expression = new RegExp(`^${source}$`, 'i');
  return { read: (text) => readGroups(expression.exec(text)?.groups) };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

function unknownToken(token: string): string {
  if (/^yy?$/.test(token)) return `${token} does not say the century: only yyyy is read`;
  return `${token} is not a token: there are ${Object.keys(TOKENS).join(', ')}; other letters go in 'quotes'`;
}

function problemOf(parts: ReadonlySet<string>): string | undefined {
  if (!parts.has('year')) return 'the year is missing: yyyy';
  if (parts.has('month') === parts.has('monthName')) return 'one of M, MM, MMM and MMMM has to say the month';
  if (!parts.has('day')) return 'the day is missing: dd or d';
  if (parts.has('hour12') !== parts.has('half')) return 'h and a belong together; HH counts to 23';
  return undefined;
}

function readGroups(groups: Partial<Record<string, string>> | undefined): number | undefined {
  if (groups === undefined) return undefined;
  const number = (part: Part) => Number(groups[part] ?? 0);
  const hour12 = number('hour12');
  if (groups['hour12'] !== undefined && (hour12 < 1 || hour12 > 12)) return undefined;
  const instant = instantOf({
    year: number('year'),
    month: groups['monthName'] === undefined ? number('month') : indexOf(MONTHS, groups['monthName']) + 1,
    day: number('day'),
    hour: groups['hour12'] === undefined ? number('hour') : (hour12 % 12) + (/^p/i.test(groups['half'] ?? '') ? 12 : 0),
    minute: number('minute'),
    second: number('second'),
    fraction: Number(`0.${groups['fraction'] ?? 0}`),
    offset: offsetOf(groups['zone'] ?? 'Z'),
  });
  const { weekday, zone = 'Z' } = groups;
  if (instant === undefined || weekday === undefined) return instant;
  const local = new Date(instant + offsetOf(zone)).getUTCDay();
  return indexOf(WEEKDAYS, weekday) === local ? instant : undefined;
}

/** By the first three letters. */
function indexOf(names: readonly string[], name: string): number {
  return names.findIndex((candidate) => candidate.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
}
