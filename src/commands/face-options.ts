import type { LookOptions } from '../migration/index.js';
import type { ParsedValidateSettings } from '../settings.js';

/** How faces are looked at and prepared, as the settings say. */
export function faceOptions({
  checkFaces,
  faceMaxSide,
  faceQuality,
}: Pick<ParsedValidateSettings, 'checkFaces' | 'faceMaxSide' | 'faceQuality'>): Omit<LookOptions, 'signal'> {
  return { check: checkFaces, settings: { maxSide: faceMaxSide, quality: faceQuality } };
}
