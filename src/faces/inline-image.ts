import { MigrateError } from '../errors.js';
import { MAX_MEGABYTES } from './max-megabytes.js';

/** Of base64 for so many bytes, with breaks and a header. */
const LONGEST = (MAX_MEGABYTES * 1_000_000 * 4) / 3 + 1_000_000;

/**
 * The bytes of an image that stands in the record: bare base64 or a data: URI, in either alphabet, with or without padding and breaks.
 * @throws MigrateError `face_not_base64`, `face_too_heavy`
 */
export function decodeInline(data: string): Buffer {
  // Before anything is decoded.
  if (data.length > LONGEST) throw new MigrateError('face_too_heavy', { limit: MAX_MEGABYTES });
  const digits = payloadOf(data).replace(/\s+/g, '');
  const bare = digits.replace(/={1,2}$/, '');
  const padded = bare.length === digits.length || digits.length % 4 === 0;
  const bytes = Buffer.from(bare, 'base64');
  // What is not base64 is passed over by Node, and missing then.
  if (bare === '' || !padded || bare.length % 4 === 1 || bytes.length !== Math.floor((bare.length * 3) / 4))
    throw new MigrateError('face_not_base64');
  return bytes;
}

function payloadOf(data: string): string {
  if (!/^data:/i.test(data)) return data;
  const comma = data.indexOf(',');
  if (!/;base64$/i.test(data.slice(0, comma))) throw new MigrateError('face_not_base64');
  return data.slice(comma + 1);
}
