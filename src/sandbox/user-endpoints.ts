import { type Answer, detail, invalid, NOT_FOUND, Refusal } from './answer.js';
import { type CreateBody, createBody, deleteBody, parseBody, statusBody, updateBody } from './bodies.js';
import { type Call, type Handler, param } from './call.js';
import { changeStatus, listItem, newUser, type Profile, type User, userDetail } from './user.js';

/** "List users": `count` is exact up to this many and stays there. */
const COUNT_CAP = 100;
const DEFAULT_PAGE = 50;

/** POST /v3/users/create/ ("Create user"). Not idempotent: the second create of one `vendor_data` is a 400. */
export function createUser({ application: { store }, body }: Call): Answer {
  const fields = parseBody(createBody, body);
  if (fields.send_verification_link) {
    store.verificationLinksRequested += 1;
    return detail(403, 'This API key has no write access to sessions.');
  }
  if (store.find(fields.vendor_data)) return invalid({ vendor_data: ['A user with this vendor_data already exists.'] });
  const user = newUser(fields.vendor_data, profileOf(fields), fields.status ?? 'ACTIVE');
  store.add(user);
  return { status: 201, body: { ...userDetail(user), verification_link: null } };
}

function profileOf(fields: CreateBody): Profile {
  return {
    full_name: fields.full_name ?? joinedName(fields),
    display_name: fields.display_name ?? null,
    date_of_birth: fields.date_of_birth ?? null,
    metadata: metadataOf(fields),
    approved_emails: fields.approved_emails ?? {},
    approved_phones: fields.approved_phones ?? {},
    issuing_states: fields.issuing_states ?? {},
  };
}

function joinedName({ first_name, last_name }: CreateBody): string | null {
  return [first_name, last_name].filter(Boolean).join(' ') || null;
}

/** `email` and `phone_number` go to `metadata.contact`, `country` to `metadata.address`; nothing that is no object is overwritten. */
function metadataOf({ metadata, email, phone_number, country }: CreateBody): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...metadata };
  const fill = (key: string, values: Record<string, string | null | undefined>) => {
    const given = Object.entries(values).filter(([, value]) => value != null);
    if (given.length === 0) return;
    const present = merged[key] ?? {};
    if (typeof present !== 'object' || Array.isArray(present)) {
      throw new Refusal(invalid({ metadata: [`"${key}" must be a JSON object.`] }));
    }
    merged[key] = { ...present, ...Object.fromEntries(given) };
  };
  fill('contact', { email, phone_number });
  fill('address', { country });
  return merged;
}

/** GET /v3/users/ ("List users"): `limit` without an upper bound and `offset`; unreadable ones fall back to their defaults. No filters. */
export function listUsers({ application: { baseUrl, store }, query }: Call): Answer {
  const limit = wholeNumber(query.get('limit'), 1) ?? DEFAULT_PAGE;
  const offset = wholeNumber(query.get('offset'), 0) ?? 0;
  const page = (at: number) => `${baseUrl}/v3/users/?limit=${limit}&offset=${at}`;
  const body = {
    count: Math.min(store.users.size, COUNT_CAP),
    next: offset + limit < store.users.size ? page(offset + limit) : null,
    previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
    results: slice(store.users.values(), offset, offset + limit).map(listItem),
  };
  return { status: 200, body };
}

function wholeNumber(written: string | null, least: number): number | undefined {
  const value = written !== null && /^\d+$/.test(written) ? Number(written) : Number.NaN;
  return Number.isSafeInteger(value) && value >= least ? value : undefined;
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

/** Answers 404 unless the path names a user; the look-up is by normalised `vendor_data`. */
function forUser(handle: (user: User, call: Call) => Answer): Handler {
  return (call) => {
    const user = call.application.store.find(param(call, 'vendor_data'));
    return user ? handle(user, call) : NOT_FOUND;
  };
}

/** GET /v3/users/{vendor_data}/ ("Get user"). */
export const getUser = forUser((user) => ({ status: 200, body: userDetail(user) }));

/** PATCH /v3/users/{vendor_data}/ ("Update user"): only what is sent changes, `metadata` as a whole. The blocklist stays as it is. */
export const updateUser = forUser((user, { body }) => {
  const { status, reason, ...sent } = parseBody(updateBody, body);
  Object.assign(user.profile, sent);
  if (status !== undefined) changeStatus(user, status, reason ?? null);
  user.updated_at = new Date();
  return { status: 200, body: userDetail(user) };
});

/** PATCH /v3/users/{vendor_data}/update-status/ ("Update user status"): BLOCKED puts the user on the blocklist, anything else takes it off. */
export const updateStatus = forUser((user, { application: { store }, body }) => {
  const { status, reason } = parseBody(statusBody, body);
  changeStatus(user, status, reason ?? null);
  if (status === 'BLOCKED') store.blocklist.add(user.vendor_data);
  else store.blocklist.delete(user.vendor_data);
  user.updated_at = new Date();
  return { status: 200, body: userDetail(user) };
});

/**
 * POST /v3/users/delete/ ("Delete users"): a hard delete. Takes the reference page's `vendor_data_list` and the operations page's
 * `vendor_data`, and answers with the former's count and the latter's result for each item. A list wins over `delete_all`.
 */
export function deleteUsers({ application: { store }, body }: Call): Answer {
  const { vendor_data_list, vendor_data, delete_all } = parseBody(deleteBody, body);
  const ids = vendor_data_list ?? vendor_data ?? [];
  if (ids.length > 0) {
    const results = ids.map((id) => ({ vendor_data: id, status: store.remove(id) ? 'deleted' : 'not_found' }));
    const deleted = results.filter(({ status }) => status === 'deleted').length;
    return { status: 200, body: { deleted, results } };
  }
  if (delete_all) {
    store.deleteAllRequested += 1;
    return { status: 200, body: { deleted: store.clear() } };
  }
  return { status: 400, body: ['Provide vendor_data_list or set delete_all=true.'] };
}
