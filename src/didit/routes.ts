/** Didit's paths, with their trailing slashes. */
export interface Target {
  readonly baseUrl: string;
  readonly organizationId: string;
  readonly applicationId: string;
}

export const CREATE_PATH = '/v3/users/create/';
export const DELETE_PATH = '/v3/users/delete/';

/** `vendorData` goes into the path byte for byte as it was sent on create (the operations page: "case-sensitive"). */
export function userPath(vendorData: string): string {
  return `/v3/users/${encodeURIComponent(vendorData)}/`;
}

export function statusPath(vendorData: string): string {
  return `${userPath(vendorData)}update-status/`;
}

/** The upload page documents `…/faces/upload/`; listing at `…/faces/` follows the same convention and is probed before it is relied on. */
export function facesPath({ organizationId, applicationId }: Target, diditId: string): string {
  const [organization, application, user] = [organizationId, applicationId, diditId].map(encodeURIComponent);
  return `/v3/organization/${organization}/application/${application}/vendor-users/by-id/${user}/faces/`;
}
