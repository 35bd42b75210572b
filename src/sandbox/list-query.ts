import { invalid, Refusal } from './answer.js';
import type { Profile } from './profile.js';
import { STATUSES, type User } from './user.js';

/** "List users": `count` is exact up to this many and stays there; an older version of the page has no such cap. */
const COUNT_CAP = 100;
const DEFAULT_PAGE = 50;
/** The largest `page_size`; `limit` has no maximum on the newest page. */
const MAX_PAGE_SIZE = 200;

export interface ListPage {
  readonly count: number;
  /** The query of the next page; null on the last one. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly users: readonly User[];
}

/**
 * One page of "List users". By limit and offset the newest session comes first, then those without one in the order of their
 * creation; by cursor, everybody in the order of their creation.
 * @throws Refusal (400) keyed by the filters to blame.
 */
export function listPage(users: ReadonlyMap<string, User>, query: URLSearchParams, reading: Profile['list']): ListPage {
  const filter = reading === 'offset' ? undefined : parseFilter(query);
  const matching = filter ? [...users.values()].filter(filter) : undefined;
  const total = matching?.length ?? users.size;
  const found: Iterable<User> = matching ?? { [Symbol.iterator]: () => users.values() };
  const count = reading === 'cursor' ? total : Math.min(total, COUNT_CAP);
  const byCursor = reading === 'cursor' || (reading === 'any' && (query.has('page_size') || query.has('cursor')));
  return { count, ...(byCursor ? cursorPage(found, query) : offsetPage(found, total, query)) };
}

function offsetPage(found: Iterable<User>, total: number, query: URLSearchParams) {
  const limit = wholeNumber(query.get('limit'), 1) ?? DEFAULT_PAGE;
  const offset = wholeNumber(query.get('offset'), 0) ?? 0;
  const at = (start: number) => changed(query, { limit: String(limit), offset: String(start) });
  return {
    next: offset + limit < total ? at(offset + limit) : null,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
    users: slice(newestSessionFirst(found), offset, offset + limit),
  };
}

/** The cursor is the position of the last user seen, so that no user is missed when others are deleted between two pages. */
function cursorPage(found: Iterable<User>, query: URLSearchParams) {
  const size = Math.min(wholeNumber(query.get('page_size'), 1) ?? DEFAULT_PAGE, MAX_PAGE_SIZE);
  const cursor = query.get('cursor');
  const after = cursor === null ? -1 : wholeNumber(Buffer.from(cursor, 'base64url').toString(), 0);
  if (after === undefined) throw new Refusal(invalid({ cursor: ['Invalid cursor.'] }));
  const users: User[] = [];
  for (const user of found) {
    if (user.position <= after) continue;
    users.push(user);
    if (users.length > size) break;
  }
  const more = users.length > size;
  if (more) users.pop();
  const last = Buffer.from(String(users.at(-1)?.position)).toString('base64url');
  return { next: more ? changed(query, { page_size: String(size), cursor: last }) : null, previous: null, users };
}

function changed(query: URLSearchParams, values: Readonly<Record<string, string>>): string {
  const copy = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) copy.set(name, value);
  return copy.toString();
}

function wholeNumber(written: string | null, least: number): number | undefined {
  const value = written !== null && /^\d+$/.test(written) ? Number(written) : Number.NaN;
  return Number.isSafeInteger(value) && value >= least ? value : undefined;
}

function* newestSessionFirst(users: Iterable<User>): Iterable<User> {
  const withSession: User[] = [];
  for (const user of users) if (user.sessions.length > 0) withSession.push(user);
  const lastAt = ({ sessions }: User) => Number(sessions.at(-1)?.created_at ?? 0);
  yield* withSession.sort((one, other) => lastAt(other) - lastAt(one));
  for (const user of users) if (user.sessions.length === 0) yield user;
}

function slice<T>(values: Iterable<T>, from: number, to: number): T[] {
  const taken: T[] = [];
  let index = 0;
  for (const value of values) {
    if (index >= to) break;
    if (index >= from) taken.push(value);
    index += 1;
  }
  return taken;
}

type Filter = (user: User) => boolean;

/** Undefined when the query names no filter. */
function parseFilter(query: URLSearchParams): Filter | undefined {
  const filters = [...query].flatMap(([name, value]) => filterFor(name, value) ?? []);
  return filters.length > 0 ? (user) => filters.every((filter) => filter(user)) : undefined;
}

function filterFor(name: string, value: string): Filter | undefined {
  switch (name) {
    case 'status': {
      const status = STATUSES.find((known) => known === value);
      if (!status) throw new Refusal(invalid({ status: [`Not a valid choice. Use one of: ${STATUSES.join(', ')}.`] }));
      return (user) => user.status === status;
    }
    case 'search': {
      const part = value.toLowerCase();
      return (user) => searchable(user).some((text) => text.toLowerCase().includes(part));
    }
    case 'country':
    case 'country_code':
      return ({ profile }) => value.toUpperCase() in profile.issuing_states;
    case 'created_after':
      return after(name, value, ({ created_at }) => created_at);
    case 'created_before':
      return before(name, value, ({ created_at }) => created_at);
    case 'last_activity_after':
      return after(name, value, ({ sessions }) => sessions.at(-1)?.created_at);
    case 'last_activity_before':
      return before(name, value, ({ sessions }) => sessions.at(-1)?.created_at);
    default:
      return undefined;
  }
}

function searchable({ vendor_data, profile }: User): string[] {
  const { display_name, full_name, approved_emails, approved_phones } = profile;
  return [vendor_data, display_name ?? '', full_name ?? '', ...Object.keys(approved_emails), ...Object.keys(approved_phones)];
}

function after(name: string, value: string, of: (user: User) => Date | undefined): Filter {
  const limit = time(name, value);
  return (user) => Number(of(user) ?? Number.NaN) >= limit;
}

function before(name: string, value: string, of: (user: User) => Date | undefined): Filter {
  const limit = time(name, value);
  return (user) => Number(of(user) ?? Number.NaN) <= limit;
}

function time(name: string, value: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new Refusal(invalid({ [name]: ['Enter a valid date/time in ISO 8601.'] }));
  return at;
}
