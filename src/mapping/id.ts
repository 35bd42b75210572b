/** Which ids Didit can hold and its addresses can name. */
import type { Problem } from '../errors.js';
import { compileSource, compileText, isShort, type Reader, type Text } from './fields.js';
import type { IdSpec } from './schema.js';
import { spreadsheetDamage } from './spreadsheet-damage.js';

const MAX_BYTES = 2000;
/** Of what JavaScript counts as one character. */
const MOST_BYTES_EACH = 3;
/** They stand in the place of an id in Didit's routes; `.` and `..` vanish from an address before it is sent. */
const RESERVED: ReadonlySet<string> = new Set(['.', '..', 'create', 'delete', 'aml-monitoring']);
const LONGEST_RESERVED = 14;

/**
 * Everything that is wrong with an id. Length: Create page ("max 2000 bytes UTF-8"). Case: Create and Delete pages, which
 * compare ids in lower case. Reserved words and the slash follow from the paths of the Users pages.
 */
export function idProblems(id: string): Problem[] {
  const problems: Problem[] = [];
  const damage = spreadsheetDamage(id);
  if (id === '') problems.push({ code: 'id_missing' });
  if (damage === 'number' || damage === 'error') problems.push({ code: 'id_damaged' });
  const bytes = id.length * MOST_BYTES_EACH > MAX_BYTES ? Buffer.byteLength(id) : 0;
  if (bytes > MAX_BYTES) problems.push({ code: 'id_too_long', detail: { bytes } });
  if (/[\p{Surrogate}\0]/u.test(id)) problems.push({ code: 'id_not_text' });
  if (id.length <= LONGEST_RESERVED && RESERVED.has(id.toLowerCase())) problems.push({ code: 'id_reserved' });
  if (id.includes('/')) problems.push({ code: 'id_slash' });
  return problems;
}

/** An id is trimmed, as Didit does too, and otherwise keeps the export's own bytes: no normalisation. */
export function compileId(spec: IdSpec): Reader<Text> {
  const { strip_prefix: prefix = '', ...source } = isShort(spec) ? { from: spec } : spec;
  const find = compileSource(source);
  const read = compileText(source);
  return (fields, problems) => {
    const found = find(fields);
    const value = found?.values[0];
    // A JSON number beyond 2^53 has lost digits by the time that it is read, and two people would share one id.
    if (found !== undefined && typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      problems.push({ code: 'id_inexact', field: found.field });
      return undefined;
    }
    const id = read(fields, problems);
    return id?.text.startsWith(prefix) === true ? { ...id, text: id.text.slice(prefix.length).trim() } : id;
  };
}

/** The id of the user in Didit, with every problem of it; one with problems is given all the same, so that its records stay together. */
export function compileVendorData(spec: IdSpec): Reader<string> {
  const read = compileId(spec);
  const [field = ''] = [isShort(spec) ? spec : 'template' in spec ? spec.template : spec.from].flat();
  return (fields, problems) => {
    const before = problems.length;
    const id = read(fields, problems);
    if (id === undefined && problems.length > before) return undefined;
    problems.push(...idProblems(id?.text ?? '').map((problem) => ({ ...problem, field: id?.field ?? field })));
    return id?.text || undefined;
  };
}
