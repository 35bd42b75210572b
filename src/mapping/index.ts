export { chooseMapping } from './choose.js';
export type { Mapping } from './compile.js';
export type { Asked, Condition, Explanation, FieldTrace } from './explain.js';
export { listMappings, loadMapping, readMapping } from './load.js';
export type { FindRows, Lookup } from './lookups.js';
export type { Need } from './needs.js';
export type { MappingFile } from './schema.js';
export { fieldsInWords, rowInWords, whenInWords } from './words.js';
