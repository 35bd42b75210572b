import { pipeline, Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Damage, NotAnExport } from './failures.js';
import { peek } from './peek.js';
import { packingOf, SIGNATURE_BYTES } from './signature.js';
import { ZstdFrame } from './zstd-frame.js';

/** Node's default of 16 kB costs two thirds of the speed. */
const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file without its gzip or zstd packing, told by its first bytes; those of any other file as they are. Either
 * may consist of several parts, as `cat a.gz b.gz` makes them.
 * @throws Damage after everything that could be unpacked; NotAnExport where this Node cannot unpack it
 */
export async function* unpacked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { sample, all } = await peek(chunks, SIGNATURE_BYTES);
  const packing = packingOf(sample.bytes);
  if (packing === 'gzip') yield* through(all(), zlib.createGunzip({ chunkSize: CHUNK_BYTES }), packing);
  else if (packing === 'zstd') yield* framesThrough(all());
  else yield* all();
}

async function* through(packed: AsyncIterable<Buffer>, unpacker: Transform, packing: string, before = 0): AsyncGenerator<Buffer> {
  let bytes = before;
  // Whoever reads the last stream meets the failure of any.
  pipeline(Readable.from(packed), unpacker, () => undefined);
  try {
    for await (const chunk of unpacker) {
      bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw isCompressionError(error) ? new Damage(`byte ${bytes} of the unpacked text`, reasonOf(error, packing)) : error;
  } finally {
    unpacker.destroy();
  }
}

/** Each frame by itself, see ZstdFrame. */
async function* framesThrough(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const refill = async (): Promise<boolean> => {
    const next = await packed.next();
    rest = next.done ? Buffer.alloc(0) : next.value;
    return !next.done;
  };
  async function* bytesOf(frame: ZstdFrame): AsyncGenerator<Buffer> {
    do {
      const length = frame.write(rest);
      const piece = rest.subarray(0, length);
      rest = rest.subarray(length);
      yield piece;
    } while (!frame.isWhole() && (await refill()));
  }
  try {
    while (rest.length > 0 || (await refill())) {
      const frame = new ZstdFrame();
      for await (const chunk of through(bytesOf(frame), zstdDecompressor(), 'zstd', bytes)) {
        bytes += chunk.length;
        yield chunk;
      }
      if (!frame.isWhole()) throw new Damage(`byte ${bytes} of the unpacked text`, 'the zstd data ends too early');
    }
  } finally {
    await packed.return(undefined);
  }
}

function isCompressionError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^Z(STD)?_/.test(error.code);
}

function reasonOf({ code }: { code: string }, packing: string): string {
  return code === 'Z_BUF_ERROR' ? `the ${packing} data ends too early` : `the ${packing} data is damaged`;
}

/** Node has zstd from 22.15 on. */
function zstdDecompressor(): Transform {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  const decompressor: unknown = typeof create === 'function' ? create({ chunkSize: CHUNK_BYTES }) : undefined;
  if (decompressor instanceof Transform) return decompressor;
  throw new NotAnExport('it is compressed with zstd, which needs Node 22.15 or newer; unpack it first (zstd -d)');
}
