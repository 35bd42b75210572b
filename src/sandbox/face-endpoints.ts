import { type Answer, detail, NOT_FOUND } from './answer.js';
import { faceBody } from './bodies.js';
import { type Call, type Handler, param } from './call.js';
import { faceRecord, MAX_FACES, newFace } from './face.js';
import { readFaceImage } from './face-image.js';
import type { User } from './user.js';

/** Answers 404 unless the path names this application, its organization and a user of it. */
function forProfile(handle: (user: User, call: Call) => Answer): Handler {
  return (call) => {
    const { organizationId, applicationId, store } = call.application;
    const user = store.findByInternalId(param(call, 'didit_internal_id'));
    const ours = param(call, 'organization_id') === organizationId && param(call, 'application_id') === applicationId;
    return ours && user ? handle(user, call) : NOT_FOUND;
  };
}

/** POST …/faces/upload/ ("Upload face"). Not idempotent: the same image twice is two faces. */
export const uploadFace = forProfile((user, { body }) => {
  const { image, comment } = faceBody(body);
  const bytes = readFaceImage(image);
  if (user.faces.length >= MAX_FACES) return detail(400, `A user can have at most ${MAX_FACES} uploaded faces.`);
  const face = newFace(bytes, comment ?? null);
  user.faces.push(face);
  return { status: 201, body: faceRecord(face) };
});

/** GET …/faces/: all on one page, since there are at most five. */
export const listFaces = forProfile((user) => ({
  status: 200,
  body: {
    count: user.faces.length,
    next: null,
    previous: null,
    results: user.faces.map(faceRecord),
  },
}));

/** DELETE …/faces/{uuid}/. */
export const deleteFace = forProfile((user, call) => {
  const index = user.faces.findIndex(({ uuid }) => uuid === param(call, 'uuid'));
  if (index < 0) return NOT_FOUND;
  user.faces.splice(index, 1);
  return { status: 204 };
});
