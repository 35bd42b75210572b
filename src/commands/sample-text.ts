import { counted, page, section, shown } from '../layout.js';
import type { Surprise } from '../migration/index.js';
import type { Json } from '../model.js';

const MOST_RECORDS = 20;
const WIDTH = 76;
const LONGEST = 400;

/** The records of a sample that did not become what is expected, place by place. */
export function sampleText(records: number, surprises: readonly Surprise[], sample: string): string {
  const rest = surprises.length - MOST_RECORDS;
  return page([
    [
      surprises.length === 0
        ? `${sample}: ${counted(records, 'record')}, all as expected.`
        : `${sample}: ${counted(records, 'record')}, ${counted(surprises.length, 'record')} not as expected. Below: expected ≠ got.`,
    ],
    ...surprises.slice(0, MOST_RECORDS).map(({ record, differences }) =>
      section(
        `record ${record}`,
        differences.flatMap(({ path, expected, got }) => difference(path, inJson(expected), inJson(got))),
      ),
    ),
    rest > 0 ? [`and ${counted(rest, 'more record')}; --json gives them all.`] : [],
  ]);
}

function difference(path: string, expected: string, got: string): string[] {
  const name = path === '' ? 'the record' : shown(path);
  const line = `  ${name}: ${expected} ≠ ${got}`;
  return line.length <= WIDTH ? [line] : [`  ${name}:`, `      ${expected}`, `    ≠ ${got}`];
}

function inJson(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shown(JSON.stringify(value), LONGEST);
}
