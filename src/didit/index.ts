export { Client, type ClientOptions, readDeleted, type Sorted } from './client.js';
export { sleep, throwIfStopping } from './clock.js';
export { type DiditUser, nonceOf, readDiditUser } from './didit-user.js';
export type { ErrorBody } from './error-body.js';
export { allSpent, type Limit } from './lane.js';
export type { Patience } from './patience.js';
export { type ProfileFace, readFaceUuid } from './profile-face.js';
export type { Target } from './routes.js';
