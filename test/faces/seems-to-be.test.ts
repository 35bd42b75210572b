import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seemsToBe } from '../../src/faces/seems-to-be.js';
import { mediaFile } from '../helpers/images.js';

it.each([
  { bytes: '%PDF-1.7\n', what: 'a PDF' },
  { bytes: '<!DOCTYPE html>\n<html lang="en">', what: 'a web page' },
  { bytes: '  <html><body>Sign in</body></html>', what: 'a web page' },
  { bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>', what: 'an SVG drawing' },
  { bytes: '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', what: 'an SVG drawing' },
  { bytes: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', what: 'XML, perhaps an error message' },
  { bytes: '{"message":"Request has expired"}', what: 'JSON, perhaps an error message' },
  { bytes: 'PK\x03\x04\x14\x00', what: 'a zip archive or an office document' },
  { bytes: '\x1f\x8b\x08', what: 'a compressed file' },
  { bytes: '\x1a\x45\xdf\xa3', what: 'a video' },
  { bytes: 'RIFF\x10\x20\0\0AVI LIST', what: 'a video' },
  { bytes: 'RIFF\x10\x20\0\0WAVEfmt ', what: 'a sound file' },
  { bytes: 'BM\x36\0\x0c\0\0\0\0\0\x36', what: 'a BMP image' },
  { bytes: '/9j/4AAQSkZJRgABAQ', what: 'base64 text' },
  { bytes: 'data:image/png;base64,iVBOR', what: 'base64 text' },
  { bytes: 'not found\n', what: 'text' },
  { bytes: '\0'.repeat(100), what: 'nothing but zeros' },
  { bytes: '\x01\x02\x03', what: 'something else' },
])('$what', ({ bytes, what }) => {
  expect(seemsToBe(Buffer.from(bytes, 'latin1'))).toBe(what);
});

it('a video of the container that HEIC uses', () => {
  expect(seemsToBe(mediaFile('isom', 'mp42'))).toBe('a video');
});

it('any bytes seem to be something, at once', () => {
  const startedAt = performance.now();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(seemsToBe(Buffer.from(bytes))).toMatch(/^[a-z]/i);
    }),
  );
  expect(seemsToBe(Buffer.alloc(600, '<!-- -->'))).toBe('text');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
