import { MigrateError } from '../errors.js';

const MAX_MEGABYTES = 20;

/**
 * The bytes of an image that stands in the record: bare base64 or a data: URI, in either alphabet, with or without padding and breaks.
 * @throws MigrateError `face_not_base64`, `face_too_heavy`
 */
export function decodeInline(data: string): Buffer {
  // By the text's length, before anything is decoded.
  if (data.length > (MAX_MEGABYTES * 1_000_000 * 4) / 3 + 1_000)
    throw new MigrateError('face_too_heavy', { limit: MAX_MEGABYTES });
  const [, header, text = ''] = /^(data:[^,]*,)?(.*)$/is.exec(data) ?? [];
  if (header !== undefined && !/;base64,$/i.test(header)) throw new MigrateError('face_not_base64');
  const digits = text.replace(/\s/g, '');
  const bare = digits.replace(/={1,2}$/, '');
  const whole = bare.length % 4 !== 1 && (digits === bare || digits.length % 4 === 0);
  if (bare === '' || !whole || !/^(?:[A-Za-z0-9+/]*|[\w-]*)$/.test(bare)) throw new MigrateError('face_not_base64');
  return Buffer.from(bare, 'base64url');
}
