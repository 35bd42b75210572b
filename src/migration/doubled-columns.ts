/** A join of two tables gives columns that are there twice, such as the status of the account and that of the check. */
import { type Mapping, pathOf } from '../mapping/index.js';
import type { ReadRecord } from '../model.js';

interface Doubled {
  readonly name: string;
  /** What the second of its name is called by whoever reads the file: "status (2)". */
  readonly again: string;
}

/** The doubled columns of which a mapping reads the first alone. One that reads both decides between them. */
export function doubledColumns(columns: readonly string[], { shapes }: Pick<Mapping, 'shapes'>): Doubled[] {
  const isRead = (column: string) => {
    const path = pathOf('', column);
    return path !== undefined && shapes.some((shape) => shape.uses(path));
  };
  return columns.flatMap((again) => {
    const [, name] = /^(.+) \(\d+\)$/.exec(again) ?? [];
    return name !== undefined && columns.includes(name) && isRead(name) && !isRead(again) ? [{ name, again }] : [];
  });
}

/** The record, or a problem where its doubled columns contradict each other: nobody can say which of them counts. */
export function withoutContradiction(read: ReadRecord, doubled: readonly Doubled[]): ReadRecord {
  if ('problems' in read) return read;
  const { fields } = read;
  const found = doubled.find(({ name, again }) => fields[again] !== '' && fields[again] !== fields[name]);
  return found ? { ...read, problems: [{ code: 'key_repeated', detail: { key: found.name } }], whose: fields } : read;
}
