import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Damage, NotAnExport } from '../../src/read/failures.js';
import { unpacked } from '../../src/read/unpack.js';
import { anyChunkSize, chunked, textOf, untilFailure } from './bytes.js';

test('what is not packed comes as it is', async () => {
  expect(await textOf(unpacked(chunked(Buffer.from('id,name\n1,Testa\n'), 3)))).toBe('id,name\n1,Testa\n');
  expect(await textOf(unpacked(chunked(Buffer.alloc(0))))).toBe('');
});

describe('gzip', () => {
  test('in one part or in several, however the stream is cut', async () => {
    const parts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(parts, anyChunkSize, async (texts, chunkSize) => {
        const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
        expect(await textOf(unpacked(chunked(packed, chunkSize)))).toBe(Buffer.from(texts.join('')).toString());
      }),
    );
  });

  test('that was cut off gives what came before, then the damage', async () => {
    const text = randomBytes(30_000).toString('hex');
    const packed = gzipSync(text);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: packed.length - 1 }),
        fc.integer({ min: 100, max: 40_000 }),
        async (end, size) => {
          const { bytes, error } = await untilFailure(unpacked(chunked(packed.subarray(0, end), size)));
          expect(text.startsWith(bytes.toString())).toBe(true);
          // Deflate packs hexadecimal digits to a little more than half.
          expect(bytes.length).toBeGreaterThan(end - 2000);
          expect(error).toBeInstanceOf(Damage);
          expect(error).toMatchObject({
            where: `byte ${bytes.length} of the unpacked text`,
            reason: 'the gzip data ends too early',
          });
        },
      ),
    );
  });

  test('that was changed in the middle, at its checksum or behind its end is damaged', async () => {
    const packed = gzipSync(randomBytes(5000).toString('hex'));
    for (const at of [1000, packed.length - 5]) {
      const spoilt = Buffer.from(packed);
      spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
      expect((await untilFailure(unpacked(chunked(spoilt)))).error).toMatchObject({ reason: 'the gzip data is damaged' });
    }
    const followed = Buffer.concat([packed, Buffer.from('not gzip')]);
    expect((await untilFailure(unpacked(chunked(followed)))).error).toMatchObject({ reason: 'the gzip data is damaged' });
  });

  test('of much from little is unpacked as it is read', async () => {
    const packed = gzipSync(Buffer.alloc(200_000_000));
    let largest = 0;
    let total = 0;
    for await (const chunk of unpacked(chunked(packed))) {
      largest = Math.max(largest, chunk.length);
      total += chunk.length;
    }
    expect(total).toBe(200_000_000);
    expect(largest).toBeLessThanOrEqual(256 * 1024);
  });

  test('may be left in the middle', async () => {
    const packed = gzipSync(randomBytes(2_000_000));
    for await (const _ of unpacked(chunked(packed, 1000))) break;
  });
});

test('a failure of the file itself stays what it is', async () => {
  async function* failing() {
    yield gzipSync('id\n').subarray(0, 15);
    throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read', errno: -5 });
  }
  expect((await untilFailure(unpacked(failing()))).error).toMatchObject({ code: 'EIO' });
});

/** `printf 'id\n1\n' | zstd` */
const ZSTD = Buffer.from('28b52ffd045829000069640a310aed80b572', 'hex');

test.runIf('createZstdDecompress' in zlib)(
  'zstd is unpacked where Node can, in one part or in several, and never by halves',
  async () => {
    for (const chunkSize of [1, 7, 1000]) {
      expect(await textOf(unpacked(chunked(ZSTD, chunkSize)))).toBe('id\n1\n');
      expect(await textOf(unpacked(chunked(Buffer.concat([ZSTD, ZSTD]), chunkSize)))).toBe('id\n1\nid\n1\n');
      for (let end = 4; end < ZSTD.length; end += 1) {
        const { error } = await untilFailure(unpacked(chunked(ZSTD.subarray(0, end), chunkSize)));
        expect(error, `${end} bytes`).toMatchObject({ reason: 'the zstd data ends too early' });
      }
    }
  },
);

test.skipIf('createZstdDecompress' in zlib)('zstd is refused with a sentence where Node cannot', async () => {
  const { error } = await untilFailure(unpacked(chunked(ZSTD)));
  expect(error).toBeInstanceOf(NotAnExport);
  expect(error).toMatchObject({
    reason: 'it is compressed with zstd, which needs Node 22.15 or newer; unpack it first (zstd -d)',
  });
});
