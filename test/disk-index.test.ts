import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDiskIndex } from '../src/disk-index.js';
import type { Json } from '../src/model.js';
import { Workdir } from './helpers/program.js';

function newIndex() {
  const index = openDiskIndex();
  onTestFinished(() => index.close());
  return index;
}

test('finds what a map of lists would find', () => {
  const entry = fc.tuple(fc.string({ maxLength: 3, unit: 'binary' }), fc.jsonValue() as fc.Arbitrary<Json>);
  fc.assert(
    fc.property(fc.array(entry), fc.string({ maxLength: 3 }), (entries, other) => {
      const index = openDiskIndex();
      for (const [key, value] of entries) index.add(key, value);
      const expected = new Map(entries.map(([key]) => [key, entries.filter(([other]) => other === key)]));
      for (const key of [...expected.keys(), other]) {
        expect(index.find(key)).toEqual((expected.get(key) ?? []).map(([, value]) => value));
      }
      const counts = [...index.keys()].map(({ key, count }) => [key, count] as const);
      expect(new Map(counts)).toEqual(new Map([...expected].map(([key, { length }]) => [key, length])));
      index.close();
    }),
    { numRuns: 30 },
  );
});

test('leaves nothing in the folder of temporary files, not even while it is open', () => {
  const dir = new Workdir();
  vi.stubEnv('TMPDIR', dir.folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const index = newIndex();
  index.add('key', 'Mira Sample');
  expect(index.find('key')).toEqual(['Mira Sample']);
  expect(dir.list()).toEqual([]);
});

test('goes through more rows than one transaction takes', () => {
  const index = newIndex();
  for (let number = 0; number < 25_001; number += 1) index.add(`k${number}`, String(number));
  expect(index.find('k25000')).toEqual(['25000']);
  expect(index.find('k10000')).toEqual(['10000']);
});
