export { digestOfFace } from './digest-of-face.js';
export { locateFace } from './locate-face.js';
export { type PreparedFace, prepareFace } from './prepare-face.js';
export { tuneSharp } from './tune-sharp.js';
