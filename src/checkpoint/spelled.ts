/** An id as the export writes it, which is kept only where it is not the user key itself: most are. */
export function spelledOf({
  vendorData,
  userKey,
}: {
  readonly vendorData: string | undefined;
  readonly userKey: string | undefined;
}) {
  return vendorData === undefined || vendorData === userKey ? null : vendorData;
}
