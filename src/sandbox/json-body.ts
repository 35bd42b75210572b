import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { detail, Refusal } from './answer.js';

/** Room for a 2 MB image in base64 several times over, so that one too large is told so by the rule that it breaks. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * The JSON that a request carries; an empty body counts as {}.
 * @throws Refusal: 413 for a body over 10 MB, 400 for what is not JSON in UTF-8.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw new Refusal(detail(400, 'JSON parse error.'));
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal(detail(400, 'JSON parse error.'));
    throw cause;
  }
}

/** By events: iterating over a request costs more than all the rest of a small one. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
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
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
    });
    request.once('error', reject);
  });
}
