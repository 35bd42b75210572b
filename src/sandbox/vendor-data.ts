/**
 * The sandbox's reading of `vendor_data`, on which Didit's pages disagree. "Create user" says "normalised lowercase + whitespace
 * trim", so that USER-1 and user-1 collide; its English summary says "exact match", and "User operations" calls the URL
 * case-sensitive. Here the record keeps the normalised value, and every look-up is made by it.
 */

/** "Create user": longer values are answered with 400. Measured on the value as sent. */
export const MAX_VENDOR_DATA_BYTES = 2000;

export function normalise(vendorData: string): string {
  return vendorData.trim().toLowerCase();
}
