/** Streams of bytes for what reads them chunk by chunk. */

import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';

/** The bytes in chunks of so many each. */
export async function* chunked(bytes: Uint8Array, size = 1_000_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

export async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  return (await buffer(chunks)).toString();
}

/** What comes before a failure, and the failure. */
export async function untilFailure(chunks: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; error?: unknown }> {
  const came: Buffer[] = [];
  try {
    for await (const chunk of chunks) came.push(chunk);
  } catch (error) {
    return { bytes: Buffer.concat(came), error };
  }
  return { bytes: Buffer.concat(came) };
}

export const anyChunkSize = fc.integer({ min: 1, max: 50 });
