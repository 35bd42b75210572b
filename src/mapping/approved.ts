/** The keys of `approved_emails`, `approved_phones` and `issuing_states`: what the former provider verified. */
import type { Problem, ProblemCode } from '../errors.js';
import type { JsonObject } from '../model.js';
import { compileWhen } from './conditions.js';
import { compileE164, toEmail } from './contacts.js';
import { toAlpha3 } from './countries.js';
import { compileList, compileText, ifNamed, isShort, type Reader } from './fields.js';
import type { ContactSpec, ListSpec, PhonesSpec, UserSpec } from './schema.js';

type Keys = readonly string[];

export function compileApprovedEmails({ approved_emails, email }: UserSpec): Reader<Keys> {
  return both(ifNamed(approved_emails, compileEmails), ifNamed(email, whereVerified(compileEmails)));
}

export function compileApprovedPhones({ approved_phones, phone_number }: UserSpec): Reader<Keys> {
  return both(ifNamed(approved_phones, compilePhones), ifNamed(phone_number, whereVerified(compilePhones)));
}

export function compileIssuingStates(spec: ListSpec): Reader<Keys> {
  return compileKeys(spec, () => toAlpha3, 'country_unknown');
}

/** Reads a contact only where nobody verified it: without `verified_when` that is everywhere. */
export function whereUnverified<S extends ContactSpec, T>(compile: (spec: S) => Reader<T>): (spec: S) => Reader<T> {
  return (spec) => {
    const verified = verifiedWhen(spec);
    const read = compile(spec);
    return (fields, problems) => (verified(fields) ? undefined : read(fields, problems));
  };
}

function whereVerified<S extends ContactSpec, T>(compile: (spec: S) => Reader<T>): (spec: S) => Reader<T> {
  return (spec) => {
    const verified = verifiedWhen(spec);
    const read = compile(spec);
    return (fields, problems) => (verified(fields) ? read(fields, problems) : undefined);
  };
}

function verifiedWhen(spec: ContactSpec): (fields: JsonObject) => boolean {
  return isShort(spec) || spec.verified_when === undefined ? () => false : compileWhen(spec.verified_when);
}

/** The country of numbers without a country code, however it is written; undefined where nobody says it. */
export function compileRegion(spec: PhonesSpec): (fields: JsonObject) => string | undefined {
  const region = isShort(spec) ? undefined : spec.region;
  if (region === undefined || typeof region === 'string') return () => region;
  const read = compileText(region);
  return (fields) => read(fields, [])?.text;
}

function compileEmails(spec: ListSpec): Reader<Keys> {
  return compileKeys(spec, () => toEmail, 'email_unreadable');
}

function compilePhones(spec: PhonesSpec): Reader<Keys> {
  const regionOf = compileRegion(spec);
  const toE164 = compileE164();
  const toNumber = (fields: JsonObject) => {
    const region = regionOf(fields);
    return (text: string) => toE164(text, region);
  };
  return compileKeys(spec, toNumber, 'phone_unreadable');
}

function compileKeys(
  spec: ListSpec,
  converter: (fields: JsonObject) => (text: string) => string | undefined,
  code: ProblemCode,
): Reader<Keys> {
  const read = compileList(spec);
  return (fields, problems: Problem[]) => {
    const found = read(fields, problems);
    if (found === undefined) return undefined;
    const convert = converter(fields);
    return found.flatMap(({ text, field }) => {
      const key = convert(text);
      if (key === undefined) problems.push({ code, field });
      return key ?? [];
    });
  };
}

function both(first: Reader<Keys>, second: Reader<Keys>): Reader<Keys> {
  return (fields, problems) => {
    const one = first(fields, problems);
    const other = second(fields, problems);
    return one && other ? [...one, ...other] : (one ?? other);
  };
}
