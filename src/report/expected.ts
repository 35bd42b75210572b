import type { Compared, Expected, Fate } from '../checkpoint/index.js';

/** How many people have a fate, and of these how many for which reason or code; somebody with several counts under each. */
export interface FateCount {
  readonly people: number;
  readonly why: Readonly<Record<string, number>>;
}
type FateCounts = Readonly<Record<Fate, FateCount>>;

/** The user's own list of people against the export, both ways: the part `expected` of what `validate --json` prints. */
export interface ExpectedSummary {
  /** Lines of the list, and how many of them repeat an id, compared as Didit compares ids. */
  readonly ids: number;
  readonly repeated: number;
  /** People of the list by what the plan makes of them. */
  readonly listed: FateCounts;
  /** People of the export who are not in the list. */
  readonly unexpected: FateCounts;
  /** Records of the export in which no id could be read. */
  readonly records_without_id: number;
}

export function summarizeExpected(expected: Expected): ExpectedSummary {
  const { ids, repeated } = expected.size();
  const missing = count(expected.missing());
  const used = ids - repeated - missing.skipped.people - missing.invalid.people - missing.absent.people;
  return {
    ids,
    repeated,
    listed: { ...missing, used: { people: used, why: {} } },
    unexpected: count(expected.unexpected()),
    records_without_id: expected.recordsWithoutId(),
  };
}

/** Does the list name anybody whom the plan does not migrate? */
export function lacksExpected({ listed }: ExpectedSummary): boolean {
  return listed.skipped.people + listed.invalid.people + listed.absent.people > 0;
}

function count(people: Iterable<Compared>): FateCounts {
  const counters = { used: counter(), skipped: counter(), invalid: counter(), absent: counter() };
  for (const { fate, why } of people) {
    const { why: reasons } = counters[fate];
    counters[fate].people += 1;
    for (const reason of why) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const counted = ({ people, why }: Counter): FateCount => ({ people, why: Object.fromEntries(why) });
  const { used, skipped, invalid, absent } = counters;
  return { used: counted(used), skipped: counted(skipped), invalid: counted(invalid), absent: counted(absent) };
}

interface Counter {
  people: number;
  readonly why: Map<string, number>;
}

const counter = (): Counter => ({ people: 0, why: new Map() });
