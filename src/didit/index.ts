export { Client, type ClientOptions, type Sorted } from './client.js';
export { sleep, throwIfStopping } from './clock.js';
export { type DiditUser, nonceOf, readDiditUser } from './didit-user.js';
export type { ErrorBody } from './error-body.js';
export type { Patience } from './patience.js';
export { type ProfileFace, readFaceUuid } from './profile-face.js';
export type { Target } from './routes.js';
export { openSharedLanes, type SharedLanes, sharedLanesId } from './shared-lanes.js';
export { allSpent, type Limit } from './tokens.js';
