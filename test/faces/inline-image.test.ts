import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeInline } from '../../src/faces/inline-image.js';

test('whatever bytes stand in a record in base64, they come out again', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((array) => Buffer.from(array));
  const spellings = [
    (image: Buffer) => image.toString('base64'),
    (image: Buffer) => image.toString('base64').replace(/=+$/, ''),
    (image: Buffer) => image.toString('base64url'),
    (image: Buffer) => image.toString('base64').replace(/(.{76})/g, '$1\r\n'),
    (image: Buffer) => `data:image/jpeg;base64,${image.toString('base64')}`,
    (image: Buffer) => `DATA:;BASE64,${image.toString('base64')}`,
    (image: Buffer) => `data:image/png;name=selfie.png;base64,${image.toString('base64')}\n`,
  ];
  fc.assert(
    fc.property(bytes, fc.constantFrom(...spellings), (image, spell) => {
      expect(decodeInline(spell(image))).toEqual(image);
    }),
  );
});

test.each([
  '',
  'A',
  'AAAAA',
  'AAA=A',
  'AAAA=',
  'AAA==',
  'AA===',
  'AA*A',
  'data:image/png,AAAA',
  'data:;base64,',
  'data:AAAA',
  'AAAÄ',
])('%j is not base64', (data) => {
  expect(() => decodeInline(data)).toThrow(expect.objectContaining({ code: 'face_not_base64' }));
});

test('what would be more than 20 MB is not decoded', () => {
  expect(decodeInline('A'.repeat(26_666_664))).toHaveLength(19_999_998);
  expect(() => decodeInline('A'.repeat(27_700_000))).toThrow(expect.objectContaining({ code: 'face_too_heavy' }));
});
