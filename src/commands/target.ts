/** Whom a checkpoint belongs to, as it is noted in it. */
export function targetOf({
  baseUrl,
  organizationId,
  applicationId,
}: {
  readonly baseUrl: string;
  readonly organizationId: string;
  readonly applicationId: string;
}): string {
  return `${baseUrl} organization ${organizationId} application ${applicationId}`;
}
