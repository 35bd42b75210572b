import { labelled, page, section, wrapped } from '../layout.js';
import type { MappingFile } from '../mapping/index.js';
import { fieldsInWords, rowInWords, whenInWords } from '../mapping/index.js';

export interface NamedMapping {
  readonly name: string;
  readonly says: MappingFile;
}

/** The built-in mappings, one a paragraph. */
export function mappingsText(mappings: readonly NamedMapping[]): string {
  return page(
    mappings.map(({ name, says: { provider, description = '', shapes } }) => [
      ...labelled(name, description),
      ...labelled('', `provider ${provider}`),
      ...shapes.flatMap((shape) => labelled('', `${shape.name}: ${shape.status.length} rows in the status table`)),
    ]),
  );
}

/** A mapping for those who have to agree with it: what it needs, which field becomes which, and the status table to sign. */
export function mappingText({ name, says }: NamedMapping, hash: string): string {
  const { provider, description, lookup = {}, null_markers = [], shapes } = says;
  return page([
    [...wrapped(`Mapping ${name}${description === undefined ? '' : `: ${description}`}`, '')],
    section('In general', [
      ...labelled('provider', provider),
      ...(null_markers.length > 0 ? labelled('count as nothing', null_markers.join(', ')) : []),
      ...Object.entries(lookup).flatMap(([table, { on, key, optional }]) =>
        labelled(
          `--lookup ${table}=FILE`,
          `a second file: its ${key} is the record’s ${[on].flat().join(' or else ')}${optional ? '; may be left out' : ''}`,
        ),
      ),
      ...labelled('SHA-256', hash),
    ]),
    ...shapes.flatMap(shapeText),
    ['Agreed by ______________________________   on ______________'],
  ]);
}

function shapeText({
  name,
  detect,
  records = ['$'],
  provider_id,
  provider_status,
  date,
  needs = [],
  skip = [],
  user,
  status,
  faces = [],
}: MappingFile['shapes'][number]): string[][] {
  const { metadata = {}, ...fields } = user;
  const all = { ...fields, ...Object.fromEntries(Object.entries(metadata).map(([key, spec]) => [`metadata.${key}`, spec])) };
  return [
    section(`Shape: ${name}`, [
      ...labelled('a record has', detect.map((sign) => (typeof sign === 'string' ? sign : whenInWords(sign))).join(', ')),
      ...labelled('records are at', `${records.join(', or else ')}${records.includes('$') ? '  ($: the file itself)' : ''}`),
      ...needs.flatMap(({ any, else: advice }) => labelled('needs', `${any.join(' or ')}. Without: ${advice}`)),
      ...fieldsInWords({ 'former id': provider_id, 'former word': provider_status, 'decided at': date }).flatMap(fieldText),
    ]),
    section('Didit’s field ← the export’s', fieldsInWords(all).flatMap(fieldText)),
    section(
      'Left out',
      skip.flatMap(({ when, reason }) => labelled(reason, whenInWords(when))),
    ),
    section(
      'Status table: the first row that applies decides',
      status.flatMap((row, index) => {
        const { asks, makes } = rowInWords(row);
        return [
          ...wrapped(row.name ?? `row ${index + 1}`, `  ${String(index + 1).padStart(2)}  `),
          ...wrapped(asks, '        '),
          ...wrapped(makes, '      → '),
        ];
      }),
    ),
    section(
      'Faces, in order of preference',
      faces.flatMap((template) => wrapped(template)),
    ),
  ];
}

function fieldText({
  field,
  from,
  steps,
}: {
  readonly field: string;
  readonly from: string;
  readonly steps: readonly string[];
}): string[] {
  return [...labelled(field, from), ...steps.flatMap((step) => labelled('', step))];
}
