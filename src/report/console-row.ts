/** A person in the template of the CSV import of Didit's console (Import & export page of the Users section). */
import type { DiditStatus, Json, JsonObject, User } from '../model.js';

/** In the order of the template. There is no column for a birth date, a face, or what was verified. */
export const CONSOLE_COLUMNS = [
  'vendor_data',
  'display_name',
  'full_name',
  'email',
  'phone',
  'country',
  'status',
  'tags',
  'metadata_json',
] as const;

/** What the template has no place for. */
export const LOSSES = {
  birth_dates: 'birth dates',
  verified_marks: 'marks that an e-mail or phone number is verified',
  further_contacts: 'further e-mails and phone numbers of a person',
  issuing_states: 'countries that issued the documents',
  block_reasons: 'reasons of blocks',
} as const;
export type Loss = keyof typeof LOSSES;

export interface ConsoleRow {
  readonly cells: readonly string[];
  readonly lost: readonly Loss[];
}

/** The cells hold exactly what Didit is to hold: a guard against spreadsheets would become a part of ids and phone numbers. */
export function consoleRow(user: User, status: DiditStatus, statusReason?: string): ConsoleRow {
  const { contact, address, tags, ...free } = user.metadata;
  const verified = { emails: Object.keys(user.approved_emails ?? {}), phones: Object.keys(user.approved_phones ?? {}) };
  const emails = [...verified.emails, ...textIn(contact, 'email')];
  const phones = [...verified.phones, ...textIn(contact, 'phone_number')];
  const [country] = textIn(address, 'country');
  const tagList = tagsOf(tags);
  const metadata = {
    ...free,
    ...rest('contact', without(contact, { email: emails[0], phone_number: phones[0] })),
    ...rest('address', without(address, { country })),
    ...(tagList === undefined && tags !== undefined && { tags }),
  };
  const cells = {
    vendor_data: user.vendor_data,
    display_name: user.display_name ?? '',
    full_name: user.full_name ?? '',
    email: emails[0] ?? '',
    phone: phones[0] ?? '',
    country: country ?? '',
    status,
    tags: tagList?.join(',') ?? '',
    metadata_json: Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : '',
  };
  const losses: Readonly<Record<Loss, boolean>> = {
    birth_dates: user.date_of_birth !== undefined,
    verified_marks: verified.emails.length + verified.phones.length > 0,
    further_contacts: verified.emails.length > 1 || verified.phones.length > 1,
    issuing_states: user.issuing_states !== undefined,
    block_reasons: statusReason !== undefined,
  };
  const isLost = (loss: string): loss is Loss => Object.entries(losses).some(([name, lost]) => lost && name === loss);
  return { cells: CONSOLE_COLUMNS.map((column) => cells[column]), lost: Object.keys(losses).filter(isLost) };
}

function textIn(object: Json | undefined, key: string): string[] {
  const value = isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** Tags that a list with commas can hold; undefined where there are none or one would change, and all stay in the metadata. */
function tagsOf(tags: Json | undefined): string[] | undefined {
  if (!Array.isArray(tags) || tags.length === 0) return undefined;
  const sound = tags.filter((tag) => typeof tag === 'string').filter((tag) => /^[^\s,]([^,]*[^\s,])?$/.test(tag));
  return sound.length === tags.length ? sound : undefined;
}

/** What is left of an object whose entries have a column of their own. */
function without(object: Json | undefined, carried: Readonly<Record<string, string | undefined>>): Json | undefined {
  if (!isObject(object)) return object;
  return Object.fromEntries(
    Object.entries(object).filter(([key, value]) => !Object.hasOwn(carried, key) || carried[key] !== value),
  );
}

function rest(key: string, value: Json | undefined): JsonObject {
  const empty = value === undefined || (isObject(value) && Object.keys(value).length === 0);
  return empty ? {} : { [key]: value };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
