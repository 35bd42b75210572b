export { chooseMapping } from './choose.js';
export type { Mapping } from './compile.js';
export { listMappings, loadMapping } from './load.js';
