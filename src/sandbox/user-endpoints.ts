import { type Answer, detail, invalid, NOT_FOUND, Refusal } from './answer.js';
import { type CreateBody, createBody, deleteBody, statusBody, updateBody } from './bodies.js';
import { type Application, type Call, type Handler, param } from './call.js';
import { dictionary } from './dictionary.js';
import { mayWriteSessions } from './key-access.js';
import { listPage } from './list-query.js';
import { addSession, isVerified } from './session.js';
import { changeStatus, flagOverride, listItem, newUser, type Profile, type User, userDetail } from './user.js';
import { watch } from './user-event.js';

/** What a session has verified ("User operations"): read-only after that, or at least flagged. */
const VERIFIED_FIELDS = ['full_name', 'date_of_birth'] as const;

/** POST /v3/users/create/ ("Create user"). Not idempotent: the second create of one `vendor_data` is refused. */
export function createUser({ application, keyKind, body }: Call): Answer {
  const { store, profile } = application;
  const fields = createBody(body);
  if (fields.send_verification_link) {
    store.verificationLinksRequested += 1;
    if (!mayWriteSessions(keyKind)) return detail(403, 'This API key has no write access to sessions.');
  }
  const link = linkOf(fields);
  if (store.find(fields.vendor_data)) return duplicate(application);
  const user = newUser(store.keyOf(fields.vendor_data), profileOf(fields), fields.status ?? 'ACTIVE', store.everAdded);
  store.add(user);
  application.notify?.({ type: 'user.data.updated', user });
  const verification_link = link && linkTo(user, link);
  return { status: 201, body: { ...userDetail(user, profile.approved), verification_link: verification_link ?? null } };
}

function duplicate({ profile: { conflict } }: Application): Answer {
  const sentence = 'A user with this vendor_data already exists.';
  if (conflict === '400-field') return invalid({ vendor_data: [sentence] });
  return detail(conflict === '409-detail' ? 409 : 400, sentence);
}

interface LinkRequest {
  readonly workflow_id: string;
  readonly email: string;
}

/** @throws Refusal (400) keyed by what a verification link still needs. */
function linkOf({ send_verification_link, workflow_id, email }: CreateBody): LinkRequest | undefined {
  if (!send_verification_link) return undefined;
  if (workflow_id && email) return { workflow_id, email };
  throw new Refusal(
    invalid({
      ...(!workflow_id && { workflow_id: ['This field is required.'] }),
      ...(!email && { email: ['This field is required.'] }),
    }),
  );
}

/** The session that Didit would e-mail a link to. Nothing is ever sent from here. */
function linkTo(user: User, { workflow_id, email }: LinkRequest) {
  const { session_id, session_number, status } = addSession(user, { status: 'Not Started' });
  return { session_id, session_number, status, url: `https://verify.example.com/session/${session_id}`, workflow_id, email };
}

function profileOf(fields: CreateBody): Profile {
  return {
    full_name: fields.full_name ?? joinedName(fields),
    display_name: fields.display_name ?? null,
    date_of_birth: fields.date_of_birth ?? null,
    metadata: metadataOf(fields),
    approved_emails: fields.approved_emails ?? dictionary(),
    approved_phones: fields.approved_phones ?? dictionary(),
    issuing_states: fields.issuing_states ?? dictionary(),
  };
}

function joinedName({ first_name, last_name }: CreateBody): string | null {
  return [first_name, last_name].filter(Boolean).join(' ') || null;
}

/** `email` and `phone_number` go to `metadata.contact`, `country` to `metadata.address`; nothing that is no object is overwritten. */
function metadataOf({ metadata, email, phone_number, country }: CreateBody): Record<string, unknown> {
  const merged = metadata ?? dictionary<unknown>();
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

/** GET /v3/users/ ("List users"). */
export function listUsers({ application: { baseUrl, store, profile }, query }: Call): Answer {
  const { count, next, previous, users } = listPage(store.users, new URLSearchParams(query), profile.list);
  const link = (page: string | null) => page && `${baseUrl}/v3/users/?${page}`;
  const results = users.map((user) => listItem(user, profile.approved));
  return { status: 200, body: { count, next: link(next), previous: link(previous), results } };
}

/** GET /v3/users/{vendor_data}/ ("Get user"), which where deletion is soft finds deleted users too. */
export function getUser(call: Call): Answer {
  const { store, profile } = call.application;
  const user = store.findEvenDeleted(param(call, 'vendor_data'));
  return user ? { status: 200, body: userDetail(user, profile.approved) } : NOT_FOUND;
}

/** Answers 404 unless the path names a user; otherwise does something to the user, tells of it and answers with the whole record. */
function changing(change: (user: User, call: Call) => () => void): Handler {
  return (call) => {
    const { store, profile, notify } = call.application;
    const user = store.find(param(call, 'vendor_data'));
    if (!user) return NOT_FOUND;
    const apply = change(user, call);
    const touch = () => {
      apply();
      user.updated_at = new Date();
    };
    watch(user, touch, notify);
    return { status: 200, body: userDetail(user, profile.approved) };
  };
}

/** PATCH /v3/users/{vendor_data}/ ("Update user"): only what is sent changes, `metadata` as a whole. */
export const updateUser = changing((user, { application: { profile, store }, body }) => {
  const { status, reason, ...sent } = updateBody(body);
  return () => {
    if (isVerified(user)) {
      for (const field of VERIFIED_FIELDS) {
        if (sent[field] === undefined || sent[field] === user.profile[field]) continue;
        if (profile['verified-fields'] === 'ignored') delete sent[field];
        else flagOverride(user, field);
      }
    }
    Object.assign(user.profile, sent);
    if (status === undefined) return;
    changeStatus(user, status, reason ?? null);
    if (profile.blocklist === 'patch-too') store.setBlocked(user);
  };
});

/** PATCH /v3/users/{vendor_data}/update-status/ ("Update user status"): BLOCKED puts the user on the blocklist, anything else takes it off. */
export const updateStatus = changing((user, { application: { store }, body }) => {
  const { status, reason } = statusBody(body);
  return () => {
    changeStatus(user, status, reason ?? null);
    store.setBlocked(user);
  };
});

/**
 * POST /v3/users/delete/ ("Delete users"). The reference page names the users in `vendor_data_list` and answers with a count, the
 * operations page names them in `vendor_data` and promises a result for each; both are given where both are taken. A list wins over
 * `delete_all`.
 */
export function deleteUsers({ application, body }: Call): Answer {
  const { store, profile } = application;
  const reading = profile['delete-body'];
  const { vendor_data_list, vendor_data, delete_all } = deleteBody(body);
  const ids = (reading !== 'vendor_data' && vendor_data_list) || (reading !== 'vendor_data_list' && vendor_data) || [];
  if (ids.length > 0) {
    const results = ids.map((id) => ({ vendor_data: id, status: remove(application, id) ? 'deleted' : 'not_found' }));
    const deleted = results.filter(({ status }) => status === 'deleted').length;
    const promised = { any: { deleted, results }, vendor_data_list: { deleted }, vendor_data: { results } };
    return { status: 200, body: promised[reading] };
  }
  if (delete_all) {
    store.deleteAllRequested += 1;
    const deleted = [...store.users.keys()].filter((id) => remove(application, id)).length;
    return { status: 200, body: { deleted } };
  }
  return { status: 400, body: [`Provide ${reading === 'vendor_data' ? reading : 'vendor_data_list'} or set delete_all=true.`] };
}

function remove({ store, notify }: Application, vendorData: string): boolean {
  const user = store.remove(vendorData);
  if (!user) return false;
  notify?.({ type: 'user.data.updated', user, deletedAt: new Date() });
  return true;
}
