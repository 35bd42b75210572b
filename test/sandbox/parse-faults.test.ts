import { expect, test } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/fault.js';
import { FaultSequence } from '../../src/sandbox/fault-sequence.js';
import { parseFaults } from '../../src/sandbox/index.js';
import { ROUTE_CLASSES } from '../../src/sandbox/route-class.js';

test('faults are named with a share each', () => {
  expect(parseFaults('503-before=10%, reset-after = 2.5%')).toEqual([
    { kind: '503-before', rate: 0.1 },
    { kind: 'reset-after', rate: 0.025 },
  ]);
});

test('a share alone mixes all kinds, and every route gets the whole of it', () => {
  const rules = parseFaults('20%');
  expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  for (const route of ROUTE_CLASSES) {
    const rates = rules.filter(({ routes }) => routes?.includes(route)).map(({ rate }) => rate);
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(0.2);
  }
  const sequence = new FaultSequence({ seed: 1, rules });
  expect(Array.from({ length: 1000 }, () => sequence.next('create')).filter(Boolean)).toHaveLength(201);
});

test('faults may take all requests', () => {
  expect(parseFaults('html=70%,slow=20%,late=10%')).toHaveLength(3);
  expect(parseFaults('100%').length).toBeGreaterThan(0);
});

test.each([
  ['20', 'must be a share of all requests such as 20%, or shares by fault such as 503-before=10%,reset-after=5%'],
  ['120%', 'must be a share'],
  ['-1%', 'must be a share'],
  ['html=', 'must be a share'],
  ['html=5%,', 'knows no fault ""; the faults are 500-before, '],
  ['503-befor=10%', 'knows no fault "503-befor"; the faults are 500-before, '],
  ['html=70%,slow=40%', 'must not add up to more than 100%'],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => parseFaults(text)).toThrow(RangeError);
  expect(() => parseFaults(text)).toThrow(sentence);
});
