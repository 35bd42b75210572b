/** First bytes, read as Latin-1, where a dot stands for any byte. */
const SIGNATURES: readonly (readonly [what: string, ...starts: string[]])[] = [
  ['a PDF', '%PDF-'],
  ['a zip archive or an office document', 'PK\x03\x04', 'PK\x05\x06'],
  ['a compressed file', '\x1f\x8b', 'BZh', '7z\xbc\xaf', 'Rar!', '\xfd7zXZ'],
  ['a video', '....ftyp', '....moov', '....mdat', '\x1a\x45\xdf\xa3', 'RIFF....AVI ', '\0\0\x01\xba', '\0\0\x01\xb3', 'FLV\x01'],
  ['a sound file', 'ID3', 'RIFF....WAVE', 'OggS', 'fLaC'],
  ['a BMP image', 'BM....\0\0\0\0'],
  ['a JPEG XL image', '\xff\x0a', '\0\0\0\x0cJXL '],
  ['a JPEG 2000 image', '\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'],
  ['a Photoshop file', '8BPS'],
  ['base64 text', 'data:image/', '/9j/', 'iVBORw0KGgo'],
];

/** After a byte order mark and spaces. */
const TEXTS: readonly (readonly [what: string, looks: RegExp])[] = [
  ['an SVG drawing', /^(?:<\?xml[^>]*>\s*)?<svg\b/i],
  ['a web page', /^<(?:!doctype html|html|head|body)\b/i],
  ['XML, perhaps an error message', /^<\?xml\b/],
  ['JSON, perhaps an error message', /^[[{]\s*["[{\]}]/],
  ['text', /^[\s\x20-\x7e\x80-\xff]+$/],
];

const LOOKED_AT = 512;

/** What a file is that is no image, as far as its first bytes tell, in words that end the sentence "it seems to be …". */
export function seemsToBe(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, LOOKED_AT);
  const [signature] = SIGNATURES.find(([, ...starts]) => starts.some((expected) => beginsWith(start, expected))) ?? [];
  if (signature !== undefined) return signature;
  if (!/[^\0]/.test(start)) return 'nothing but zeros';
  const text = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  return TEXTS.find(([, looks]) => looks.test(text))?.[0] ?? 'something else';
}

function beginsWith(start: string, expected: string): boolean {
  return start.length >= expected.length && [...expected].every((byte, at) => byte === '.' || byte === start[at]);
}
