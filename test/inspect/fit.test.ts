import { expect, test } from 'vitest';
import { fitOf, severalFit } from '../../src/inspect/fit.js';
import { checkMapping } from '../../src/mapping/check.js';
import { compileMapping } from '../../src/mapping/compile.js';

function mapping(name: string, detect: string) {
  const text = `provider: ${name}
shapes:
  - { name: record, detect: [${detect}], user: { vendor_data: id }, status: [{ otherwise: problem }] }
`;
  return compileMapping(checkMapping(text, `${name}.yaml`), { name, file: `${name}.yaml`, hash: '' }, Date.UTC(2026, 0));
}

const records = [
  { number: 1, fields: { id: 'a', state: 'ok' } },
  { number: 2, fields: { id: 'b', state: 'ok' } },
  { number: 3, fields: { id: 'c' } },
];

test('the nearest mapping comes first, with what each record has of what it asks for', () => {
  const fit = fitOf(records, [mapping('far', 'x, y'), mapping('near', 'id, z'), mapping('fits', 'id, state')]);
  expect(fit.chosen?.name).toBe('fits');
  expect(fit.shapes.map(({ mapping: name, records: count }) => [name, count])).toEqual([
    ['fits', 2],
    ['near', 0],
    ['far', 0],
  ]);
  expect(fit.shapes[1]?.detect).toEqual([
    { asks: 'id', records: 3 },
    { asks: 'z', records: 0 },
  ]);
});

test('where several fit, none is chosen and all of them are named', () => {
  const fit = fitOf(records, [mapping('one', 'id'), mapping('other', 'state'), mapping('far', 'x')]);
  expect(fit.chosen).toBeUndefined();
  expect(severalFit(fit)).toEqual(['one', 'other']);
  expect(severalFit(fitOf(records, [mapping('one', 'id')]))).toEqual([]);
});
