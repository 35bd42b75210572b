export { apply } from './apply.js';
export { FaceList } from './face-list.js';
export { faceTools } from './face-tools.js';
export { findMapping } from './find-mapping.js';
export { lookForFaces } from './look-for-faces.js';
export { requestsSoFar, spentBefore } from './pace.js';
export { planExports } from './plan.js';
export { reopenFaces } from './reopen-faces.js';
export type { ExistingPolicy, Tools } from './tools.js';
