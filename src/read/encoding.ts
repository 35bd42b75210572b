import { startsWith } from './signature.js';

/** How the text of a file is encoded, and how that is known. */
export interface Encoding {
  /** As the Encoding Standard writes it: utf-8, utf-16le, windows-1252, iso-8859-15. */
  readonly name: string;
  /** Neither said with --encoding nor by a byte order mark, and not UTF-8 either. */
  readonly guessed: boolean;
}

const MARKS: readonly { readonly bytes: Buffer; readonly name: string }[] = [
  { bytes: Buffer.from([0xef, 0xbb, 0xbf]), name: 'utf-8' },
  { bytes: Buffer.from([0xff, 0xfe]), name: 'utf-16le' },
  { bytes: Buffer.from([0xfe, 0xff]), name: 'utf-16be' },
];

/** The encoding that a byte order mark tells, which is sure, and the mark's length in bytes. */
export function byteOrderMark(beginning: Buffer): { readonly name: string; readonly length: number } | undefined {
  const mark = MARKS.find(({ bytes }) => startsWith(beginning, bytes));
  return mark && { name: mark.name, length: mark.bytes.length };
}

/**
 * UTF-16 without a byte order mark: what an export is written with (delimiters, digits, keys) has a zero byte in every second place,
 * and nothing else has.
 */
export function utf16Pattern(beginning: Buffer): string | undefined {
  let even = 0;
  let odd = 0;
  for (let at = beginning.indexOf(0); at !== -1; at = beginning.indexOf(0, at + 1)) {
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = beginning.length / 2 / 8;
  if (odd > many && odd > 8 * even) return 'utf-16le';
  return even > many && even > 8 * odd ? 'utf-16be' : undefined;
}

/**
 * UTF-8 or Windows-1252, by what follows the first byte that is not ASCII. Text in the one is next to never valid in the other, so
 * the more frequent kind decides, also where some bytes were damaged, or where the text breaks off within a character.
 */
export function utf8OrWindows(text: Buffer): 'utf-8' | 'windows-1252' {
  const read = text.toString();
  const broken = read.match(/\ufffd/g)?.length ?? 0;
  const sound = read.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return broken > sound ? 'windows-1252' : 'utf-8';
}
