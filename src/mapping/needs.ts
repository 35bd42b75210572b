import type { JsonObject, SourceRecord } from '../model.js';
import { compilePath } from './paths.js';
import type { NeedSpec } from './schema.js';

/** Something without which an export of that shape is of no use, such as names; asked of all its records together. */
export interface Need {
  /** What somebody has to do who hands over an export without it. */
  readonly advice: string;
  /** Without it nothing is planned; else it is only said. */
  readonly stops: boolean;
  /** Undefined for a record of another shape. */
  isMetBy(record: SourceRecord): boolean | undefined;
}

/** True for a record that has what is needed. */
export function compileNeed({ any }: NeedSpec): (fields: JsonObject) => boolean {
  const paths = any.map(compilePath);
  return (fields) => paths.some((path) => path.values(fields).length > 0);
}
