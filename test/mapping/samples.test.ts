import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { loadMapping } from '../../src/mapping/load.js';
import type { FaceReference, JsonObject, Mapped } from '../../src/model.js';

const at = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;
const read = (path: string) => readFileSync(at(path), 'utf8');

interface Expected {
  now: string;
  records: unknown[];
}
const SAMPLES: Record<string, () => JsonObject[]> = {
  generic: () => parse(read('samples/generic/customers.csv'), { columns: true }),
  sumsub: () => JSON.parse(read('samples/sumsub/applicants.json')).items,
};

const placeOf = (face: FaceReference) => (face.kind === 'file' ? face.path : face.kind === 'link' ? face.url : face);

/** A record's outcome in the words of expected.json. */
function summary(record: number, mapped: Mapped): unknown {
  const { vendorData, verdict } = mapped;
  const decided = verdict && { status: verdict.status, ...(verdict.fraud && { fraud: true }) };
  if (mapped.kind === 'user')
    return {
      record,
      ...decided,
      user: mapped.user,
      faces: mapped.faces.map(placeOf),
    };
  if (mapped.kind === 'skipped') return { record, skipped: mapped.reason };
  return { record, ...(vendorData !== undefined && { vendor_data: vendorData }), ...decided, invalid: mapped.problems };
}

test('every built-in mapping has a sample', () => {
  expect(readdirSync(at('mappings')).filter((file) => file.endsWith('.yaml'))).toEqual(
    Object.keys(SAMPLES).map((name) => `${name}.yaml`),
  );
});

test.each(Object.keys(SAMPLES))('the sample of %s comes out exactly as expected', async (name) => {
  const expected: Expected = JSON.parse(read(`samples/${name}/expected.json`));
  const mapping = await loadMapping(name, at('mappings'), Date.parse(expected.now));
  const records = SAMPLES[name]?.() ?? [];
  const outcomes = records.map((fields, index) => summary(index + 1, mapping.map({ number: index + 1, fields })));
  expect(outcomes.length).toBeGreaterThan(20);
  expect(outcomes).toEqual(expected.records);
});

test.each(Object.keys(SAMPLES))('the faces of %s are small, and only the broken ones are broken', async (name) => {
  const folder = at(`samples/${name}/faces`);
  const broken = [];
  for (const file of readdirSync(folder)) {
    try {
      await sharp(`${folder}/${file}`).stats();
    } catch {
      broken.push(file);
    }
    expect(readFileSync(`${folder}/${file}`).length).toBeLessThan(20_000);
  }
  expect(broken).toEqual([name === 'generic' ? 'broken.jpg' : '5f00000000000000000000b9.jpg', 'not-an-image.jpg']);
});
