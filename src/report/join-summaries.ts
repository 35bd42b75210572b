import { MigrateError } from '../errors.js';
import { readShard, type Shard } from '../shard.js';
import { groupBy } from './group-by.js';
import type { Finding, Summary } from './summary.js';

const EXAMPLES = 5;

/**
 * The parts of a migration as one. Figures add up; an export counts once, and what no part here has of it is still `elsewhere`: then
 * the whole is not finished.
 * @throws MigrateError `checkpoints_unlike` where they are not different parts of one migration
 */
export function joinSummaries(parts: readonly [Summary, ...Summary[]]): Summary {
  const [first] = parts;
  if (parts.length === 1) return first;
  requireParts(parts);
  const exports = joinExports(parts);
  const elsewhere = total(exports.map((one) => one.elsewhere));
  const complete = first.shard !== null && shardOf(first.shard).of === parts.length;
  return {
    ...first,
    shard: complete ? null : parts.map(({ shard }) => shard).join(', '),
    finished: complete && elsewhere === 0 && parts.every(({ finished }) => finished),
    exports,
    records: addCounts(parts.map(({ records }) => records)),
    elsewhere,
    skipped: addCounts(parts.map(({ skipped }) => skipped)),
    problems: joinFindings(parts.map(({ problems }) => problems)),
    items: joinItems(parts.map(({ items }) => items)),
    faces: joinFaces(parts.map(({ faces }) => faces)),
    verdicts: joinVerdicts(parts.flatMap(({ verdicts }) => verdicts)),
    requests: parts.every(({ requests }) => requests === null)
      ? null
      : addCounts(parts.map(({ requests }) => requests ?? { read: 0, write: 0, throttled: 0, needed_writes: 0 })),
    verification: joinVerifications(parts.map(({ verification }) => verification)),
    rejects: addCounts(parts.map(({ rejects }) => rejects)),
  };
}

function requireParts(parts: readonly Summary[]): void {
  const unlike = (reason: string) => new MigrateError('checkpoints_unlike', { reason });
  if (new Set(parts.map(({ target }) => target)).size > 1) throw unlike('they have different targets');
  const shards = parts.map(({ shard }) => (shard === null ? undefined : shardOf(shard)));
  if (shards.includes(undefined)) throw unlike('one of them holds all people');
  if (new Set(shards.map((shard) => shard?.of)).size > 1) throw unlike('they are cut into different numbers of parts');
  if (new Set(shards.map((shard) => shard?.index)).size < parts.length) throw unlike('two of them hold the same part');
}

function shardOf(text: string): Shard {
  const shard = readShard(text, {});
  if ('problem' in shard) throw new MigrateError('checkpoints_unlike', { reason: `one of them holds part ${text}` });
  return shard;
}

/** Each part has read the same records and has taken some of them. */
function joinExports(parts: readonly Summary[]): Summary['exports'] {
  const groups = groupBy(
    parts.flatMap(({ exports }) => exports),
    ({ file, sha256, mapping_hash }) => JSON.stringify([file, sha256, mapping_hash]),
  );
  return groups.map(([first, ...others]) => {
    const records = addCounts([first, ...others].map((one) => one.records));
    return { ...first, records, elsewhere: first.records.total + first.elsewhere - records.total };
  });
}

function joinItems(items: readonly Summary['items'][]): Summary['items'] {
  return {
    by_state: addCounts(items.map(({ by_state }) => by_state)),
    by_wanted_status: addCounts(items.map(({ by_wanted_status }) => by_wanted_status)),
    by_origin: addCounts(items.map(({ by_origin }) => by_origin)),
    with_several_records: total(items.map(({ with_several_records }) => with_several_records)),
    absent_from_last_export: total(items.map(({ absent_from_last_export }) => absent_from_last_export)),
    look_alikes: {
      people: total(items.map(({ look_alikes }) => look_alikes.people)),
      groups: total(items.map(({ look_alikes }) => look_alikes.groups)),
      examples: items.flatMap(({ look_alikes }) => look_alikes.examples).slice(0, EXAMPLES),
    },
    notes: addCounts(items.map(({ notes }) => notes)),
    problems: joinFindings(items.map(({ problems }) => problems)),
  };
}

function joinFaces(faces: readonly Summary['faces'][]): Summary['faces'] {
  const sizes = (of: 'files' | 'prepared') => ({
    count: total(faces.map(({ bytes }) => bytes[of].count)),
    sum: total(faces.map(({ bytes }) => bytes[of].sum)),
    max: Math.max(...faces.map(({ bytes }) => bytes[of].max)),
  });
  return {
    by_state: addCounts(faces.map(({ by_state }) => by_state)),
    left_for_later: total(faces.map(({ left_for_later }) => left_for_later)),
    bytes: { files: sizes('files'), prepared: sizes('prepared'), to_send: total(faces.map(({ bytes }) => bytes.to_send)) },
    problems: joinFindings(faces.map(({ problems }) => problems)),
  };
}

/** Nothing is said of the whole before each part was verified. */
function joinVerifications(parts: readonly Summary['verification'][]): Summary['verification'] {
  const [first, ...others] = parts.filter((part) => part !== null);
  if (!first || others.length + 1 < parts.length) return null;
  const all = [first, ...others];
  const ended = all.flatMap(({ ended_at }) => ended_at ?? []);
  const lists = all.flatMap(({ faces }) => faces ?? []);
  return {
    ...first,
    begun_at: all.map(({ begun_at }) => begun_at).sort()[0] ?? first.begun_at,
    ended_at: ended.length < all.length ? null : (ended.sort().at(-1) ?? null),
    sample: all.every(({ sample }) => sample === null) ? null : total(all.map(({ sample, people }) => sample ?? people.total)),
    with_exports: all.every(({ with_exports }) => with_exports),
    people: addCounts(all.map(({ people }) => people)),
    differences: addCounts(all.map(({ differences }) => differences)),
    not_migrated: total(all.map(({ not_migrated }) => not_migrated)),
    invalid_records: total(all.map(({ invalid_records }) => invalid_records)),
    faces: lists.includes('unavailable') ? 'unavailable' : (lists[0] ?? null),
    clean: all.every(({ clean }) => clean),
  };
}

/** The most frequent first, as in each part. */
function joinFindings(parts: readonly (readonly Finding[])[]): Finding[] {
  const joined = groupBy(parts.flat(), ({ code }) => code).map(([first, ...others]) => ({
    ...first,
    count: total([first, ...others].map(({ count }) => count)),
    examples: [first, ...others].flatMap(({ examples }) => examples).slice(0, EXAMPLES),
  }));
  return joined.sort((a, b) => b.count - a.count);
}

function joinVerdicts(verdicts: Summary['verdicts']): Summary['verdicts'] {
  const joined = groupBy(verdicts, ({ former, status, row }) => JSON.stringify([former, status, row])).map((group) => ({
    ...group[0],
    count: total(group.map(({ count }) => count)),
  }));
  return joined.sort((a, b) => b.count - a.count);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Name by name; one that a part does not have counts as zero there. */
function addCounts<Name extends string>(parts: readonly Readonly<Partial<Record<Name, number>>>[]): Record<Name, number> {
  const entries = parts.flatMap((part) => Object.entries<number | undefined>(part));
  const sums = groupBy(entries, ([name]) => name).map((group) => [group[0][0], total(group.map(([, count = 0]) => count))]);
  return Object.fromEntries(sums);
}
