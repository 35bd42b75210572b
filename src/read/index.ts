export { FORMATS } from './detect.js';
export type { ReadOptions } from './export-file.js';
export type { Reading } from './export-pass.js';
export { findSources } from './find-sources.js';
export { fingerprintOf } from './fingerprint.js';
export { type OpenExport, openExport } from './open-export.js';
export { type Source, sourceAt } from './source.js';
