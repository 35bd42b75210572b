import { isJsonObject, type Json, type JsonObject } from '../model.js';

/** A place in two JSON values where they differ; undefined for what one of them does not have. */
export interface Difference {
  /** Such as `user.metadata.plan` or `faces[0]`; empty for the whole. */
  readonly path: string;
  readonly expected?: Json | undefined;
  readonly got?: Json | undefined;
}

/** Every innermost place where two JSON values differ; the order of keys does not count. */
export function differences(expected: Json | undefined, got: Json | undefined, path = ''): Difference[] {
  if (Array.isArray(expected) && Array.isArray(got)) {
    const longer = expected.length > got.length ? expected : got;
    return longer.flatMap((_, index) => differences(expected[index], got[index], `${path}[${index}]`));
  }
  if (isJsonObject(expected) && isJsonObject(got)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    return keys.flatMap((key) => differences(own(expected, key), own(got, key), path === '' ? key : `${path}.${key}`));
  }
  return expected === got ? [] : [{ path, expected, got }];
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
