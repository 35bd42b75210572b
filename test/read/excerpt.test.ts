import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Excerpt } from '../../src/read/excerpt.js';

test('it is the same bytes however they arrive, or nothing when they are too many', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(chunks, fc.nat(40), fc.nat(40), fc.nat(20), (pieces, one, other, maxBytes) => {
      const all = Buffer.concat(pieces);
      const [from, to] = [Math.min(one, other, all.length), Math.min(Math.max(one, other), all.length)];
      const excerpt = new Excerpt(maxBytes);
      let read: Buffer | undefined;
      let before = 0;
      for (const piece of pieces) {
        excerpt.next(Buffer.from(piece));
        const after = before + piece.length;
        if (from >= before && (from < after || after === all.length) && read === undefined) excerpt.begin(from);
        if (to >= before && to <= after) read = excerpt.upTo(to) ?? read;
        before = after;
      }
      fc.pre(from < to);
      expect(read?.toString('hex')).toBe(to - from > maxBytes ? undefined : all.subarray(from, to).toString('hex'));
    }),
  );
});

test('it keeps nothing that was not begun or has been forgotten', () => {
  const excerpt = new Excerpt(10);
  excerpt.next(Buffer.from('abc'));
  expect(excerpt.upTo(3)).toBeUndefined();
  excerpt.begin(1);
  excerpt.forget();
  excerpt.next(Buffer.from('def'));
  expect(excerpt.upTo(5)).toBeUndefined();
  excerpt.begin(4);
  expect(excerpt.upTo(5)?.toString()).toBe('e');
});
