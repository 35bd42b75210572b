import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../src/mapping/index.js';
import { loadMapping } from '../../src/mapping/load.js';
import { openLookups } from '../../src/migration/open-lookups.js';
import { readSample } from '../../src/migration/sample.js';
import type { Json, JsonObject, SourceRecord } from '../../src/model.js';
import { openExport } from '../../src/read/index.js';
import { at, SAMPLES } from '../helpers/samples.js';

const MAX_RECORD_BYTES = 1_000_000;

type Corrupt = (key: string, value: Json) => [string, Json][];

/** What may happen to one field of an export on its way. */
const CORRUPTIONS: readonly (readonly [name: string, corrupt: Corrupt])[] = [
  ['dropped', () => []],
  ['null', (key) => [[key, null]]],
  ['empty', (key) => [[key, '']]],
  ['renamed', (key, value) => [[`x_${key}`, value]]],
  ['in upper case', (key, value) => [[key, typeof value === 'string' ? value.toUpperCase() : value]]],
  ['in lower case', (key, value) => [[key, typeof value === 'string' ? value.toLowerCase() : value]]],
];

interface Damaged {
  readonly path: string;
  readonly value: Json;
}

/** Everything that differs from `value` by one corrupted field, at any depth. */
function* damagedFields(value: Json, corrupt: Corrupt, path = ''): Generator<Damaged> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      for (const damaged of damagedFields(element, corrupt, `${path}[${index}]`)) {
        yield { path: damaged.path, value: value.with(index, damaged.value) };
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const [index, [key, inner]] of entries.entries()) {
      const withInstead = (...others: [string, Json][]) => Object.fromEntries(entries.toSpliced(index, 1, ...others));
      yield { path: `${path}.${key}`, value: withInstead(...corrupt(key, inner)) };
      for (const damaged of damagedFields(inner, corrupt, `${path}.${key}`)) {
        yield { path: damaged.path, value: withInstead([key, damaged.value]) };
      }
    }
  }
}

/** Whoever passed may be left out for another reason, a company or a test: that reason may get lost, the verdict stays what it was. */
function passed(mapping: Mapping, record: SourceRecord): boolean {
  return mapping.explain(record).status.some(({ decides, makes }) => decides && makes.startsWith('ACTIVE'));
}

function becomesActive(mapping: Mapping, record: SourceRecord): boolean {
  const mapped = mapping.map(record);
  return mapped.kind === 'user' && mapped.verdict.status === 'ACTIVE';
}

describe.each(SAMPLES)('in $folder nobody who was refused or never finished becomes ACTIVE', ({ mapping: name, folder }) => {
  test.each(CORRUPTIONS)('by a field that is %s', async (_, corrupt) => {
    const sample = await readSample(at(folder));
    const loaded = await loadMapping(name, at('mappings'), sample.now);
    const { mapping, close } = await openLookups(loaded, sample.lookups, MAX_RECORD_BYTES);
    const raised: string[] = [];
    let tried = 0;
    try {
      const source = await openExport(sample.file, { recordPaths: loaded.recordPaths, maxRecordBytes: MAX_RECORD_BYTES });
      for await (const batch of source.batches()) {
        for (const record of batch) {
          if ('problems' in record || passed(mapping, record)) continue;
          for (const { path, value } of damagedFields(record.fields, corrupt)) {
            tried += 1;
            if (becomesActive(mapping, { ...record, fields: value as JsonObject }))
              raised.push(`record ${record.number}: ${path}`);
          }
        }
      }
    } finally {
      close();
    }
    expect(raised).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  });
});
