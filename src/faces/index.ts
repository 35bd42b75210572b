export { digestOf, digestOfFace } from './digest-of-face.js';
export { locateFace } from './locate-face.js';
export { FACE_CHECKS, type FaceCheck, type FaceLook, lookAtFace } from './look-at-face.js';
export { type FaceSettings, type PreparedFace, prepareFace } from './prepare-face.js';
export { tuneSharp } from './tune-sharp.js';
