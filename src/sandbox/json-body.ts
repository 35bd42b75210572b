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
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError) throw new Refusal(detail(400, 'JSON parse error.'));
    throw cause;
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too much is read and dropped: a client that is cut off while it still sends would never see the answer.
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) throw new Refusal(detail(413, 'The request body is too large.'));
  return Buffer.concat(chunks, size);
}
