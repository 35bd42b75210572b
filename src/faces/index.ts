export { digestOf, digestOfFace } from './digest-of-face.js';
export { type FaceSource, faceSource } from './face-source.js';
export { firstFace } from './first-face.js';
export { decodeInline } from './inline-image.js';
export { linkFetcher } from './link-fetcher.js';
export { FACE_CHECKS, type FaceCheck, lookAtFace } from './look-at-face.js';
export { type FaceSettings, type PreparedFace, prepareFace } from './prepare-face.js';
export { tuneSharp } from './tune-sharp.js';
