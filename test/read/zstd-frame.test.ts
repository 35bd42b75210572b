import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZstdFrame } from '../../src/read/zstd-frame.js';

describe.each([
  // `printf 'id\n1\n' | zstd`
  ['with a checksum', '28b52ffd045829000069640a310aed80b572'],
  // `printf 'id\n1\n' | zstd --no-check --stream-size=5`
  ['that names its size', '28b52ffd200529000069640a310a'],
  // `head -c 300000 /dev/zero | zstd --no-check`
  ['of a compressed block and two of a repeated byte', '28b52ffd00585400001000000100fbff39c00202001000039f0400'],
  ['that is to be skipped', '502a4d1803000000aabbcc'],
  ['that is to be skipped and empty', '5f2a4d1800000000'],
])('a frame %s', (_, hex) => {
  const bytes = Buffer.from(hex, 'hex');

  test('ends where it ends, however it is cut and whatever follows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.uint8Array({ maxLength: 20 }), (size, behind) => {
        const frame = new ZstdFrame();
        const all = Buffer.concat([bytes, behind]);
        let taken = 0;
        for (let at = 0; at < all.length; at += size) taken += frame.write(all.subarray(at, at + size));
        expect(taken).toBe(bytes.length);
        expect(frame.isWhole()).toBe(true);
      }),
    );
  });

  test('is not whole before', () => {
    for (let end = 0; end < bytes.length; end += 1) {
      const frame = new ZstdFrame();
      expect(frame.write(bytes.subarray(0, end))).toBe(end);
      expect(frame.isWhole()).toBe(false);
    }
  });
});

test('what is no frame has no end', () => {
  const frame = new ZstdFrame();
  expect(frame.write(Buffer.alloc(1000, 'x'))).toBe(1000);
  expect(frame.isWhole()).toBe(false);
});
