import { invalid, Refusal } from './answer.js';
import { dictionary } from './dictionary.js';

/**
 * How one field of a body is read; undefined stands for a field that is not there. By hand and not by zod, which takes longer over a
 * body than everything that is then done with it.
 * @throws Complaint for a value that it does not take.
 */
export type Field<T> = (given: unknown) => T;

type Fields = Readonly<Record<string, Field<unknown>>>;
type Optional<F extends Fields> = { [Name in keyof F]: undefined extends ReturnType<F[Name]> ? Name : never }[keyof F];

type Body<F extends Fields> = { [Name in Exclude<keyof F, Optional<F>>]: ReturnType<F[Name]> } & {
  [Name in Optional<F>]?: Exclude<ReturnType<F[Name]>, undefined>;
};

/** The sentence against one field. */
class Complaint extends Error {
  override readonly name = 'Complaint';
}

/**
 * How a body of these fields is read. Fields that it does not name are ignored.
 * @throws Refusal (400), when a body is read, keyed by the fields to blame, every one of them.
 */
export function bodyOf<F extends Fields>(fields: F): (body: unknown) => Body<F> {
  const entries = Object.entries(fields);
  return (body) => {
    if (!isObject(body)) throw new Refusal(invalid({ non_field_errors: ['Expected an object.'] }));
    const read: Record<string, unknown> = {};
    const errors: Record<string, readonly string[]> = {};
    let isRight = true;
    for (const [name, field] of entries) {
      try {
        const value = field(body[name]);
        if (value !== undefined) read[name] = value;
      } catch (error) {
        if (!(error instanceof Complaint)) throw error;
        errors[name] = [error.message];
        isRight = false;
      }
    }
    if (!isRight) throw new Refusal(invalid(errors));
    // Each field was read by the one of its name.
    return read as Body<F>;
  };
}

/** What `fits` takes, as it is; the sentence is for other values, while one that is missing or null has its own. */
export function only<T>(fits: (given: unknown) => given is T, sentence: string): Field<T> {
  return (given) => {
    if (fits(given)) return given;
    if (given === undefined) throw new Complaint('This field is required.');
    throw new Complaint(given === null ? 'This field may not be null.' : sentence);
  };
}

/** The same, as long as something more `holds`. */
export function that<T>(field: Field<T>, holds: (value: T) => boolean, sentence: string): Field<T> {
  return (given) => {
    const value = field(given);
    if (holds(value)) return value;
    throw new Complaint(sentence);
  };
}

/** The same, made into something else. */
export function as<T, U>(field: Field<T>, made: (value: T) => U): Field<U> {
  return (given) => made(field(given));
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  return (given) => (given === undefined ? undefined : field(given));
}

export function orNull<T>(field: Field<T>): Field<T | null> {
  return (given) => (given === null ? null : field(given));
}

export function objectOf<T>(value: Field<T>): Field<Record<string, T>> {
  return as(only(isObject, 'Expected an object.'), (object) =>
    dictionary(Object.entries(object).map(([key, each]) => [key, value(each)])),
  );
}

/** What is taken as it is, whatever it is. */
export const anything: Field<unknown> = (given) => given;

export function listOf<T>(value: Field<T>): Field<T[]> {
  return as(only(Array.isArray, 'Expected a list of items.'), (list: readonly unknown[]) => list.map(value));
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
