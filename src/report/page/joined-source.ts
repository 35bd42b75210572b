import type { HumanRow, PaceMinute } from '../../checkpoint/index.js';
import { groupBy } from '../group-by.js';
import type { PageSource } from './page-source.js';

/** All parts of a migration as one. */
export function joinedSource(parts: readonly [PageSource, ...PageSource[]]): PageSource {
  return {
    humanRows: {
      count: () => sumOf(parts, ({ humanRows }) => humanRows.count()),
      first: (most) => firstRows(parts, most),
    },
    evidence: joinedEvidence(parts.map(({ evidence }) => evidence)),
    pace: { minutes: () => joinedMinutes(parts) },
    totals: {
      // Each part has read the same exports.
      exports: () =>
        groupBy(
          parts.flatMap(({ totals }) => totals.exports()),
          ({ file, sha256, mappingHash }) => JSON.stringify([file, sha256, mappingHash]),
        ).map(([first]) => first),
      remaining: () => {
        const all = parts.map(({ totals }) => totals.remaining());
        return {
          facesFound: sumOf(all, ({ facesFound }) => facesFound),
          facesLinked: sumOf(all, ({ facesLinked }) => facesLinked),
        };
      },
    },
    meta: {
      get: (key) => {
        const values = parts.flatMap(({ meta }) => meta.get(key) ?? []);
        // The part that has sent something last; for the rest, the first part speaks for all.
        return key === 'active_at' ? values.sort().at(-1) : values[0];
      },
    },
  };
}

function joinedEvidence(parts: readonly PageSource['evidence'][]): PageSource['evidence'] {
  const peopleOf = (group: readonly { readonly people: number }[]) => sumOf(group, ({ people }) => people);
  return {
    decisions: () =>
      groupBy(
        parts.flatMap((part) => part.decisions()),
        ({ former, row, wanted }) => JSON.stringify([former, row, wanted]),
      )
        .map((group) => ({ ...group[0], people: peopleOf(group), confirmed: sumOf(group, ({ confirmed }) => confirmed) }))
        .sort(mostPeopleFirst),
    severalRecords: (most) =>
      parts
        .flatMap((part) => part.severalRecords(most))
        .sort((a, b) => Number(b.notes.length > 0) - Number(a.notes.length > 0))
        .slice(0, most),
    notActive: () =>
      groupBy(
        parts.flatMap((part) => part.notActive()),
        ({ people: _, ...way }) => JSON.stringify(way),
      )
        .map((group) => ({ ...group[0], people: peopleOf(group) }))
        .sort((a, b) => a.wanted.localeCompare(b.wanted) || mostPeopleFirst(a, b)),
    sharedPictures: (most) =>
      parts
        .flatMap((part) => part.sharedPictures(most))
        .sort(mostPeopleFirst)
        .slice(0, most),
    faceSizeClasses: () =>
      groupBy(
        parts.flatMap((part) => part.faceSizeClasses()),
        ({ from }) => String(from),
      )
        .map((group) => ({
          from: group[0].from,
          files: sumOf(group, ({ files }) => files),
          prepared: sumOf(group, ({ prepared }) => prepared),
        }))
        .sort((a, b) => a.from - b.from),
  };
}

function mostPeopleFirst(a: { readonly people: number }, b: { readonly people: number }): number {
  return b.people - a.people;
}

/** One kind after the other, as somebody should look at them, and of each kind one part after the other. */
function* firstRows(parts: readonly PageSource[], most: number): Generator<HumanRow> {
  const rows = parts.map((part) => part.humanRows.first(most));
  const heads = rows.map((part) => part.next());
  let left = most;
  for (const kind of ['held', 'failed', 'invalid', 'face'])
    for (const [at, part] of rows.entries())
      for (let head = heads[at]; head && !head.done && head.value.kind === kind; heads[at] = head = part.next()) {
        if (left === 0) return;
        left -= 1;
        yield head.value;
      }
}

function joinedMinutes(parts: readonly PageSource[]): PaceMinute[] {
  const minutes = groupBy(
    parts.flatMap(({ meta, pace }, at) =>
      pace.minutes().map((minute) => ({ ...minute, lanes: meta.get('lanes') ?? String(at) })),
    ),
    ({ minute }) => String(minute),
  );
  return minutes
    .map(([first, ...others]) => {
      const all = [first, ...others];
      // Who shares the lanes shares the limit.
      const limits = groupBy(
        all.filter(({ limit }) => limit !== null),
        ({ lanes }) => lanes,
      ).map((group) => Math.max(...group.map(({ limit }) => limit ?? 0)));
      return {
        minute: first.minute,
        writes: sumOf(all, ({ writes }) => writes),
        reads: sumOf(all, ({ reads }) => reads),
        throttled: sumOf(all, ({ throttled }) => throttled),
        outageMs: Math.max(...all.map(({ outageMs }) => outageMs)),
        people: sumOf(all, ({ people }) => people),
        limit: limits.length > 0 ? sumOf(limits, (limit) => limit) : null,
      };
    })
    .sort((a, b) => a.minute - b.minute);
}

function sumOf<T>(values: readonly T[], countOf: (value: T) => number): number {
  return values.reduce((sum, value) => sum + countOf(value), 0);
}
