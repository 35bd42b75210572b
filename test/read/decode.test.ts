import { isUtf8 } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoded } from '../../src/read/decode.js';
import type { Encoding } from '../../src/read/encoding.js';
import { anyChunkSize, chunked } from './bytes.js';

async function decode(bytes: Uint8Array, asked?: string, chunkSize?: number) {
  const found: Encoding[] = [];
  const text = (await buffer(decoded(chunked(bytes, chunkSize), asked, (encoding) => found.push(encoding)))).toString();
  return { text, found };
}

/** Every character of Windows-1252 beyond ASCII, in order. */
const WINDOWS = `€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ${String.fromCharCode(...Array.from({ length: 96 }, (_, at) => 0xa0 + at))}`;
const bytesOf = (text: string) => Buffer.from(text, 'latin1');

describe('the encoding of a text', () => {
  const text = 'id,name\n1,Testa Müller\n';
  test.each<[string, Buffer, string | undefined, Encoding[]]>([
    ['UTF-8', Buffer.from(text), undefined, [{ name: 'utf-8', guessed: false }]],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), undefined, [{ name: 'utf-8', guessed: false }]],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), undefined, [{ name: 'utf-16le', guessed: false }]],
    [
      'UTF-16 BE with a mark',
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      undefined,
      [{ name: 'utf-16be', guessed: false }],
    ],
    ['UTF-16 LE', Buffer.from(text, 'utf16le'), undefined, [{ name: 'utf-16le', guessed: true }]],
    ['UTF-16 BE', Buffer.from(text, 'utf16le').swap16(), undefined, [{ name: 'utf-16be', guessed: true }]],
    ['Windows-1252', bytesOf(text), undefined, [{ name: 'windows-1252', guessed: true }]],
    ['Windows-1252 that was asked for', bytesOf(text), 'windows-1252', [{ name: 'windows-1252', guessed: false }]],
    ['UTF-16 that was asked for', Buffer.from(text, 'utf16le'), 'utf-16le', [{ name: 'utf-16le', guessed: false }]],
    ['a mark against what was asked for', Buffer.from(`\ufeff${text}`), 'windows-1252', [{ name: 'utf-8', guessed: false }]],
    ['ISO 8859-15', bytesOf(text), 'iso-8859-15', [{ name: 'iso-8859-15', guessed: false }]],
  ])('%s', async (_, bytes, asked, encodings) => {
    for (const chunkSize of [1, 2, 3, 7, 1000]) {
      expect(await decode(bytes, asked, chunkSize)).toEqual({ text, found: encodings });
    }
  });

  test('of ASCII is not asked for', async () => {
    expect(await decode(Buffer.from('id\n1\n'))).toEqual({ text: 'id\n1\n', found: [] });
    expect(await decode(Buffer.alloc(0))).toEqual({ text: '', found: [] });
  });

  test('is decided by the first byte that is not ASCII, however late it comes', async () => {
    const ascii = 'id,name\n'.padEnd(700_000, '1,Testa\n');
    for (const [bytes, name] of [
      [Buffer.from('é\n'), 'utf-8'],
      [bytesOf('é\n'), 'windows-1252'],
    ] as const) {
      const { text, found } = await decode(Buffer.concat([Buffer.from(ascii), bytes]), undefined, 100_000);
      expect(found).toMatchObject([{ name }]);
      expect(text === `${ascii}é\n`).toBe(true);
    }
  });
});

test('Windows-1252 has its own characters where ISO 8859-1 has none', async () => {
  const bytes = Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at).filter(
    (byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
  );
  expect((await decode(bytes, 'windows-1252')).text).toBe(WINDOWS);
  expect((await decode(Uint8Array.of(0x81, 0x8d, 0x8f, 0x90, 0x9d), 'windows-1252')).text).toBe('\ufffd'.repeat(5));
});

describe('what cannot be decoded becomes �', () => {
  test('a byte of Windows-1252 in UTF-8, and what is UTF-8 where Windows-1252 was guessed', async () => {
    const utf8 = Buffer.from('1,Müller\n2,Müller\n');
    expect((await decode(Buffer.concat([utf8, bytesOf('3,Müller\n')]))).text).toBe('1,Müller\n2,Müller\n3,M\ufffdller\n');
    const windows = bytesOf('1,Müller\n2,Müller\n');
    const both = Buffer.concat([windows, Buffer.from('3,Müller\n')]);
    for (const chunkSize of [1, 1000])
      expect((await decode(both, undefined, chunkSize)).text).toBe('1,Müller\n2,Müller\n3,M\ufffdller\n');
    expect((await decode(both, 'windows-1252')).text).toBe('1,Müller\n2,Müller\n3,MÃ¼ller\n');
  });

  test('half a character of UTF-16 at the end', async () => {
    expect((await decode(Buffer.from('\ufeffid\n1', 'utf16le').subarray(0, -1))).text).toBe('id\n\ufffd');
  });

  test.each(['utf-8', 'windows-1252', 'utf-16le'])('nothing of what was written in %s', async (asked) => {
    const unit = fc.constantFrom('a', ',', '\n', 'é', 'ß', '€', ...(asked === 'windows-1252' ? ['œ'] : ['測', '𝒯', '\u0100']));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 60 }), anyChunkSize, async (text, chunkSize) => {
        const bytes =
          asked === 'windows-1252'
            ? bytesOf(text.replaceAll('€', '\x80').replaceAll('œ', '\x9c'))
            : Buffer.from(text, asked === 'utf-8' ? 'utf8' : 'utf16le');
        expect((await decode(bytes, asked, chunkSize)).text).toBe(text);
      }),
    );
  });
});

test('whatever the bytes, the text is UTF-8, the same however they are cut', async () => {
  const near = fc.constantFrom(0x41, 0x2c, 0x0a, 0x00, 0x80, 0x9d, 0xbf, 0xc3, 0xe2, 0x82, 0xac, 0xf0, 0xff, 0xfe, 0xef, 0xbb);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.array(near, { maxLength: 60 }).map((list) => Uint8Array.from(list)),
  );
  const asked = fc.constantFrom(undefined, 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be', 'shift_jis', 'gb18030');
  await fc.assert(
    fc.asyncProperty(bytes, asked, anyChunkSize, async (content, encoding, chunkSize) => {
      const pieces: Buffer[] = [];
      for await (const piece of decoded(chunked(content, chunkSize), encoding, () => undefined)) pieces.push(piece);
      expect(pieces.every((piece) => isUtf8(piece))).toBe(true);
      expect(Buffer.concat(pieces).toString()).toBe((await decode(content, encoding)).text);
    }),
    { numRuns: 500 },
  );
});
