import type { RejectRow } from '../checkpoint/index.js';
import { sentence } from '../errors.js';
import type { Json } from '../model.js';
import { defuse } from './defuse.js';

/** Our own columns. A file of rejects that was fed back has them already: they are written anew, never twice. */
const OWN = ['_item', '_reason'];

/** `rejects.csv`: the records that need a human, all their columns as they were, and why. */
export function* rejectTable(columns: readonly string[], rows: Iterable<RejectRow>): Generator<string[]> {
  const kept = columns.filter((column) => !OWN.includes(column));
  yield [...kept, ...OWN].map(defuse);
  for (const row of rows) {
    const cells = kept.map((column) => cellOf(Object.hasOwn(row.fields, column) ? row.fields[column] : undefined));
    yield [...cells, row.item, reasonOf(row)].map(defuse);
  }
}

/** `rejects.ndjson`: the same for records that are objects. */
export function* rejectLines(rows: Iterable<RejectRow>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify({ ...row.fields, _item: row.item, _reason: reasonOf(row) })}\n`;
}

function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Every code, then where and what the first of them is: "row_ragged — record 7, line 9: The row has 5 cells, the header has 4." */
function reasonOf({ record, line, problems }: RejectRow): string {
  const codes = [...new Set(problems.map(({ code }) => code))].join(' ');
  const [first] = problems;
  if (!first) return '';
  const { code, field, detail } = first;
  const place = line === null ? `record ${record}` : `record ${record}, line ${line}`;
  return `${codes} — ${place}: ${sentence(code, { ...(field !== undefined && { field }), ...detail })}`;
}
