export { type OpenExport, openExport, type ReadOptions } from './open-export.js';
