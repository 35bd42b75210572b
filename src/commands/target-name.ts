import type { Target } from '../didit/index.js';

/** The target in words: one checkpoint belongs to one, and knows it by them. */
export function targetName({ baseUrl, organizationId, applicationId }: Target): string {
  return `${baseUrl} organization ${organizationId} application ${applicationId}`;
}
