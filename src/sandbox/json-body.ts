import { isAscii, isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { detail, Refusal } from './answer.js';

/** Room for a 2 MB image in base64 several times over, so that one too large is told so by the rule that it breaks. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * The JSON that a request carries; an empty body counts as {}.
 * @throws Refusal: 413 for a body over 10 MB, 400 for what is not JSON in UTF-8.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = textOf(await readChunks(request));
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal(detail(400, 'JSON parse error.'));
    throw cause;
  }
}

/** By events: iterating over a request costs more than all the rest of a small one. */
function readChunks(request: IncomingMessage): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What is too much is read and dropped: a client that is cut off while it still sends would never see the answer.
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.once('end', () => {
      if (size > MAX_BODY_BYTES) reject(new Refusal(detail(413, 'The request body is too large.')));
      else resolve(chunks);
    });
    request.once('error', reject);
  });
}

/** @throws Refusal (400) for what is not UTF-8. */
function textOf(chunks: readonly Buffer[]): string {
  // Nearly every body, and images above all: its bytes are its characters, and need not be copied into one piece first.
  if (chunks.every(isAscii)) return chunks.map((chunk) => chunk.toString('latin1')).join('');
  const bytes = Buffer.concat(chunks);
  if (!isUtf8(bytes)) throw new Refusal(detail(400, 'JSON parse error.'));
  return bytes.toString();
}
