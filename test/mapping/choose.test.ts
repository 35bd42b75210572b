import { expect, test } from 'vitest';
import { chooseMapping, placesOfAll } from '../../src/mapping/choose.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { JsonObject, SourceRecord } from '../../src/model.js';

const BUILT_IN = new URL('../../mappings', import.meta.url).pathname;
const generic = await loadMapping('generic', BUILT_IN);
const sumsub = await loadMapping('sumsub', BUILT_IN);
const choose = (...sample: JsonObject[]) =>
  chooseMapping(
    sample.map((fields, index): SourceRecord => ({ number: index + 1, fields })),
    [generic, sumsub],
  )?.name;

const own = { vendor_data: '1', status: 'ACTIVE' };
const applicant = { externalUserId: '1', review: { reviewStatus: 'init' } };

test('the mapping that fits most records is chosen, a few strange ones notwithstanding', () => {
  expect(choose(own, own, {})).toBe('generic');
  expect(choose(applicant)).toBe('sumsub');
});

test('nothing is chosen where no mapping fits, several do, or there is nothing to look at', () => {
  expect(choose({ name: 'x' })).toBeUndefined();
  expect(choose(own, {})).toBeUndefined();
  expect(choose({ ...own, ...applicant })).toBeUndefined();
  expect(choose()).toBeUndefined();
});

test('of all places an inner one goes before the outer ones that hold it, and the document itself comes last', () => {
  const looksAt = (...recordPaths: string[]) => ({ ...generic, recordPaths });
  expect(placesOfAll([looksAt('$', 'data'), looksAt('list', '$'), looksAt('data.object', 'data')])).toEqual([
    'data.object',
    'data',
    'list',
    '$',
  ]);
});
