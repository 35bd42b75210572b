import { counted } from '../../layout.js';
import { meter, percent, table } from './figures.js';
import { cut, html, type Markup, outside } from './markup.js';
import type { PageSource } from './page-source.js';

const MOST_FIELDS = 100;

/** Fields of which the mapping makes nothing. Undefined where no export says. */
export function leftBehind({ totals }: PageSource): Markup | undefined {
  const known = totals
    .exports()
    .flatMap(({ file, reading }) => (reading?.unusedFields ? [{ file, ...reading.unusedFields }] : []));
  if (known.length === 0) return undefined;
  return html`<p>Fields of the export that say something and of which the mapping makes nothing. What Didit should have can be added to the mapping.</p>
${known.map(({ file, looked, fields }) =>
  fields.length === 0
    ? html`<p>${outside(file)}: every field that says something is used.</p>`
    : html`${table(
        `${file}: ${fields.length > MOST_FIELDS ? `the fullest ${MOST_FIELDS} of ` : ''}${counted(fields.length, 'field')}, in the first ${counted(looked, 'record')} that were not skipped`,
        [{ name: 'Field' }, { name: 'Filled in', number: true }, { name: 'Share', number: true }],
        fields
          .slice(0, MOST_FIELDS)
          .map(({ path, filled }) => [html`<code>${cut(path)}</code>`, filled, meter(filled, looked, percent(filled, looked))]),
      )}`,
)}`;
}
