import type { Profile } from './profile.js';

/**
 * The two readings of `vendor_data`. "Create user" says "normalised lowercase + whitespace trim", so that USER-1 and user-1 collide;
 * its English summary says "exact match", and "User operations" calls the URL case-sensitive. Either way the record keeps the value
 * by which every look-up is made.
 */

/** "Create user": longer values are answered with 400. Measured on the value as sent. */
export const MAX_VENDOR_DATA_BYTES = 2000;

export function normalise(vendorData: string): string {
  return vendorData.trim().toLowerCase();
}

/** What two values have in common when they mean the same user. */
export function userKey(ids: Profile['ids'], vendorData: string): string {
  return ids === 'exact' ? vendorData : normalise(vendorData);
}
