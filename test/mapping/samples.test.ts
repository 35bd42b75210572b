import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { listMappings, loadMapping } from '../../src/mapping/load.js';
import { outcomesOf, readSample, surprisesOf } from '../../src/migration/sample.js';

const at = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;

const SAMPLES = await listMappings(at('mappings'));

test('every built-in mapping has a sample', () => {
  expect(SAMPLES).toEqual(
    readdirSync(at('samples'), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : [])),
  );
});

test.each(SAMPLES)('the sample of %s comes out exactly as expected', async (name) => {
  const sample = await readSample(at(`samples/${name}`));
  const mapping = await loadMapping(name, at('mappings'), sample.now);
  const outcomes = await outcomesOf(sample, mapping, 1_000_000);
  expect(outcomes.length).toBeGreaterThan(20);
  expect(surprisesOf(sample, outcomes)).toEqual([]);
});

test.each(SAMPLES)('the faces of %s are small, and only the broken ones are broken', async (name) => {
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
