/** The fields of a Didit user, other than its id, that a record fills. */
import type { Problem } from '../errors.js';
import type { JsonObject, User } from '../model.js';
import { compileApprovedEmails, compileApprovedPhones, compileIssuingStates } from './approved.js';
import { compileBirth } from './dates.js';
import { compileText, ifNamed, type Reader } from './fields.js';
import { compileMetadata } from './metadata.js';
import type { TextSpec, UserSpec } from './schema.js';

/** Create page: `full_name` takes at most 512 characters. */
const MAX_NAME = 512;

export type Profile = Omit<User, 'vendor_data'>;

/** @param now milliseconds since 1970; nobody is born after that day. */
export function compileProfile(spec: UserSpec, now: number): (fields: JsonObject, problems: Problem[]) => Profile {
  const fullName = ifNamed(spec.full_name, compileName);
  const displayName = ifNamed(spec.display_name, compileName);
  const birth = ifNamed(spec.date_of_birth, (birthSpec) => compileBirth(birthSpec, now));
  const emails = compileApprovedEmails(spec);
  const phones = compileApprovedPhones(spec);
  const states = ifNamed(spec.issuing_states, compileIssuingStates);
  const metadata = compileMetadata(spec);
  return (fields, problems) => {
    const full_name = fullName(fields, problems);
    const display_name = displayName(fields, problems);
    const date_of_birth = birth(fields, problems);
    const approved_emails = emails(fields, problems);
    const approved_phones = phones(fields, problems);
    const issuing_states = states(fields, problems);
    const profile: Partial<Profile> = {};
    if (full_name !== undefined) profile.full_name = full_name;
    if (display_name !== undefined) profile.display_name = display_name;
    if (date_of_birth !== undefined) profile.date_of_birth = date_of_birth;
    if (approved_emails) profile.approved_emails = toObject(approved_emails, true);
    if (approved_phones) profile.approved_phones = toObject(approved_phones, true);
    if (issuing_states) profile.issuing_states = toObject(issuing_states, 1);
    return { ...profile, metadata: metadata(fields, problems) };
  };
}

function compileName(spec: TextSpec): Reader<string> {
  const read = compileText(spec);
  return (fields, problems) => {
    const found = read(fields, problems);
    if (found === undefined) return undefined;
    const name = found.text.normalize('NFC');
    // Characters, not the halves that JavaScript counts.
    if (name.length > MAX_NAME && [...name].length > MAX_NAME) problems.push({ code: 'name_too_long', field: found.field });
    return name;
  };
}

function toObject<V>(keys: readonly string[], value: V): Record<string, V> {
  return Object.fromEntries(keys.map((key) => [key, value]));
}
