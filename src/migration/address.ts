import type { Item } from '../checkpoint/index.js';
import type { DiditUser } from '../didit/index.js';
import { userKey } from '../model.js';

/**
 * Under which spelling of its id a user is addressed. Didit's pages disagree: ids are stored as sent or in lower case, and addresses
 * are "case-sensitive" or not. The spelling that Didit itself shows is right under each of these readings.
 */
export function addressOf(item: Pick<Item, 'vendorData'>, { vendor_data: shown }: DiditUser): string {
  return typeof shown === 'string' && userKey(shown) === userKey(item.vendorData) ? shown : item.vendorData;
}
