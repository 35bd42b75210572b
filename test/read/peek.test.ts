import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peek } from '../../src/read/peek.js';
import { anyChunkSize, chunked, untilFailure } from './bytes.js';

test('what was looked at comes again, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), anyChunkSize, fc.nat(120), async (bytes, chunkSize, size) => {
      const { sample, all } = await peek(chunked(bytes, chunkSize), size);
      expect(sample.bytes).toEqual(Buffer.from(bytes.subarray(0, size)));
      expect(sample.whole).toBe(bytes.length <= size);
      expect(await buffer(all())).toEqual(Buffer.from(bytes));
    }),
  );
});

test('a failure is met where it was, not at the beginning', async () => {
  const { sample, all } = await peek(breaking('id\n1\n'), 1000);
  expect(sample).toEqual({ bytes: Buffer.from('id\n1\n'), whole: false });
  expect(await untilFailure(all())).toEqual({ bytes: Buffer.from('id\n1\n'), error: new Error('torn') });
});

test('a failure before anything came is met at once', async () => {
  await expect(peek(breaking(''), 1000)).rejects.toThrow('torn');
});

test('the stream is closed when it is not read, and when it is left in the middle', async () => {
  let closed = 0;
  async function* source() {
    try {
      for (;;) yield Buffer.from('x');
    } finally {
      closed += 1;
    }
  }
  await (await peek(source(), 3)).close();
  expect(closed).toBe(1);
  for await (const _ of (await peek(source(), 3)).all()) break;
  expect(closed).toBe(2);
});

async function* breaking(text: string): AsyncGenerator<Buffer> {
  if (text !== '') yield Buffer.from(text);
  throw new Error('torn');
}
