import type { ErrorBody } from '../didit/index.js';
import { MigrateError } from '../errors.js';

/** What an item ends with when Didit understood a write and will not do it. */
export function rejected(status: number, { fields }: ErrorBody): MigrateError {
  return new MigrateError('rejected', { status, fields: fields.join(', ') || 'not named' });
}
