import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookAhead } from '../../src/migration/look-ahead.js';

test('everything comes in its order, begun before it comes and never more than so many before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(6), (values, ahead) => {
      const begun: number[] = [];
      const given: number[] = [];
      for (const value of lookAhead(values, ahead, (next) => begun.push(next))) {
        given.push(value);
        expect(begun.length).toBe(Math.min(values.length, given.length + ahead));
      }
      expect(given).toEqual(values);
      expect(begun).toEqual(values);
    }),
  );
});
