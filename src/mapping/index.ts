export { chooseMapping } from './choose.js';
export type { Mapping } from './compile.js';
export { listMappings, loadMapping, readMapping } from './load.js';
export type { FindRows, Lookup } from './lookups.js';
export type { Need } from './needs.js';
