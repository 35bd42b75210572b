import { existsSync, readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { listMappings, loadMapping } from '../../src/mapping/load.js';
import { outcomesOf, readSample, surprisesOf } from '../../src/migration/sample.js';
import { at, SAMPLES } from '../helpers/samples.js';

const MAX_RECORD_BYTES = 1_000_000;

test('every built-in mapping has a sample', async () => {
  expect([...new Set(SAMPLES.map(({ mapping }) => mapping))]).toEqual(await listMappings(at('mappings')));
});

describe.each(SAMPLES)('the sample $folder', ({ mapping: name, folder }) => {
  test('comes out exactly as expected', async () => {
    const sample = await readSample(at(folder));
    const mapping = await loadMapping(name, at('mappings'), sample.now);
    const outcomes = await outcomesOf(sample, mapping, MAX_RECORD_BYTES);
    expect(surprisesOf(sample, outcomes)).toEqual([]);
  });

  test('has small faces, of which only the known ones are broken', async () => {
    const faces = at(`${folder}/faces`);
    for (const file of existsSync(faces) ? readdirSync(faces) : []) {
      expect(readFileSync(`${faces}/${file}`).length).toBeLessThan(20_000);
      const broken = await sharp(`${faces}/${file}`)
        .stats()
        .then(
          () => false,
          () => true,
        );
      expect({ file, broken }).toEqual({ file, broken: BROKEN.some((name) => file === name) });
    }
  });
});

test.each([...new Set(SAMPLES.map(({ mapping }) => mapping))])('the samples of %s hold a dozen people', async (name) => {
  const samples = await Promise.all(
    SAMPLES.filter(({ mapping }) => mapping === name).map(({ folder }) => readSample(at(folder))),
  );
  expect(samples.reduce((sum, { expected }) => sum + (expected?.size ?? 0), 0)).toBeGreaterThanOrEqual(12);
});

const BROKEN = ['broken.jpg', '5f00000000000000000000b9.jpg', 'not-an-image.jpg'];
