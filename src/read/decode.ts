import { isAscii, isUtf8 } from 'node:buffer';
import { byteOrderMark, type Encoding, utf8OrWindows, utf16Pattern } from './encoding.js';
import { peek } from './peek.js';

/** So many bytes decide what encoding a file has. */
const WINDOW = 64 * 1024;

/**
 * The text of a file as UTF-8 without byte order mark; each chunk ends at the end of a character. What cannot be decoded becomes �,
 * which makes a problem of its record (see damaged-text.ts).
 *
 * The encoding is that of the byte order mark, else the one asked for, else UTF-16 where its pattern shows. Else all is ASCII up to
 * some byte, however late it comes, and that one and what follows it decide between UTF-8 and Windows-1252.
 * @param found is told the encoding as soon as it is known; not for a file that is ASCII alone
 */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  asked: string | undefined,
  found: (encoding: Encoding) => void,
): AsyncGenerator<Buffer> {
  const { sample, all } = await peek(chunks, WINDOW);
  const mark = byteOrderMark(sample.bytes);
  const pattern = mark || asked ? undefined : utf16Pattern(sample.bytes);
  const name = mark?.name ?? asked ?? pattern;
  if (name === undefined) {
    yield* guessed(all(), found);
    return;
  }
  found({ name, guessed: pattern !== undefined });
  const decoder = decoderOf(name);
  let skip = mark?.length ?? 0;
  for await (const chunk of all()) {
    yield decoder.write(chunk.subarray(skip));
    skip = 0;
  }
  yield decoder.end();
}

async function* guessed(chunks: AsyncIterable<Buffer>, found: (encoding: Encoding) => void): AsyncGenerator<Buffer> {
  let decoder: Decoder | undefined;
  let held: Buffer = Buffer.alloc(0);
  const choose = (window: Buffer): Decoder => {
    const name = utf8OrWindows(window);
    found({ name, guessed: name !== 'utf-8' });
    return name === 'utf-8' ? new Utf8() : new Windows1252(withoutUtf8);
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield decoder.write(chunk);
      continue;
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const from = isAscii(held) ? held.length : held.findIndex((byte) => byte > 0x7f);
    // What is ASCII need not wait for the decision.
    if (from > 0) yield held.subarray(0, from);
    held = held.subarray(from);
    if (held.length < WINDOW) continue;
    decoder = choose(held.subarray(0, WINDOW));
    yield decoder.write(held);
  }
  if (decoder === undefined && held.length > 0) {
    decoder = choose(held);
    yield decoder.write(held);
  }
  if (decoder !== undefined) yield decoder.end();
}

interface Decoder {
  /** As UTF-8; keeps back a character that the chunk does not end. */
  write(chunk: Buffer): Buffer;
  end(): Buffer;
}

function decoderOf(name: string): Decoder {
  if (name === 'utf-8') return new Utf8();
  return name === 'windows-1252' ? new Windows1252((text) => text) : new Other(name);
}

class Other implements Decoder {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  constructor(name: string) {
    this.#decoder = new TextDecoder(name, { ignoreBOM: true });
  }
  write(chunk: Buffer): Buffer {
    return Buffer.from(this.#decoder.decode(chunk, { stream: true }));
  }
  end(): Buffer {
    return Buffer.from(this.#decoder.decode());
  }
}

/** Passes on what is sound: to decode and encode again would cost as much as parsing. */
class Utf8 implements Decoder {
  readonly #cutter = new Cutter();
  write(chunk: Buffer): Buffer {
    return mended(this.#cutter.write(chunk));
  }
  end(): Buffer {
    return mended(this.#cutter.end());
  }
}

function mended(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString());
}

/** What the bytes from 0x80 to 0x9f stand for; five of them for nothing. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Not TextDecoder: that of Node 20.18.3 to 20.20 and of some later versions takes windows-1252 for ISO 8859-1 (nodejs/node#56542). */
class Windows1252 implements Decoder {
  readonly #cutter = new Cutter();
  readonly #filter: (latin1: string) => string;
  constructor(filter: (latin1: string) => string) {
    this.#filter = filter;
  }
  write(chunk: Buffer): Buffer {
    return this.#decode(this.#cutter.write(chunk));
  }
  end(): Buffer {
    return this.#decode(this.#cutter.end());
  }
  #decode(bytes: Buffer): Buffer {
    const text = this.#filter(bytes.toString('latin1'));
    return Buffer.from(text.replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? ''));
  }
}

/**
 * Where Windows-1252 is only a guess, bytes that form a whole UTF-8 character show that it is wrong: nobody's name contains “Ã¼”. They
 * become �, like a broken byte in UTF-8, so that a file of both encodings gives problems and no wrong names. --encoding settles it.
 */
function withoutUtf8(latin1: string): string {
  return latin1.replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, '\ufffd');
}

/** Cuts chunks where no UTF-8 character is cut. */
class Cutter {
  #kept: Buffer = Buffer.alloc(0);

  write(chunk: Buffer): Buffer {
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    const end = bytes.length - unfinished(bytes);
    this.#kept = bytes.subarray(end);
    return bytes.subarray(0, end);
  }

  end(): Buffer {
    return this.#kept;
  }
}

/** How many bytes at the end belong to a character that is not complete yet: 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}
