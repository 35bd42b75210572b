import type { Face, Item, Origin } from '../checkpoint/index.js';
import type { ProfileFace } from '../didit/index.js';
import { type AgainCode, type Detail, isTryAgain, MigrateError, type Problem, type ProblemCode, problemOf } from '../errors.js';
import { comment, find } from './face-list.js';
import { findUser } from './read-back.js';
import type { FaceTools, ItemTools, PreparedFile } from './tools.js';

/** Upload face page: "Max 5 manually uploaded faces per User". */
const MOST_FACES = 5;

type Settled =
  | { readonly state: 'uploaded'; readonly uuid: string; readonly marker?: string }
  | ({ readonly state: 'refused' } & Problem)
  | { readonly state: 'unknown'; readonly code: ProblemCode }
  /** There is no further image for it. */
  | { readonly state: 'dropped' }
  /** Its image could not be fetched this time. */
  | { readonly state: 'postponed'; readonly code: AgainCode; readonly detail: Detail };

/**
 * Uploads the pending faces of an identified user, each once. A face that cannot be used is noted and the user stands without it.
 * @returns `open` when Didit's list cannot tell yet whether a face is there: to be called again when it has had time to prove itself;
 * `postponed` when an image could not be fetched this time: a later run takes it up
 * @throws MigrateError `user_gone`, or what stops the run; a face whose upload never went out stays pending then
 */
export async function uploadFaces(
  item: Item,
  diditId: string,
  origin: Origin,
  tools: ItemTools,
): Promise<'settled' | 'open' | 'postponed'> {
  const { faces, checkpoint } = tools;
  if (!faces) return 'settled';
  // Such a user is done with its faces pending, so a later run comes here again.
  if (origin === 'existing' && tools.onExisting === 'skip') return 'settled';
  const pending = checkpoint.faces.pendingOf(item.id);
  if (pending.length === 0) return 'settled';
  // A user that was there before us may hold our faces already, from a run whose checkpoint was lost.
  const before = origin === 'existing' ? await faces.list.all(diditId, tools.patience) : [];
  if (before === 'unavailable' && faces.list.hopes) return 'open';

  let outcome: 'settled' | 'postponed' = 'settled';
  const there = new Set(before === 'unavailable' ? [] : before.map(({ uuid }) => uuid));
  for (const face of pending) {
    const present = { faces: before, room: MOST_FACES - there.size };
    const settled = await settle(face, item, diditId, present, faces, tools);
    if (settled === 'open') return 'open';
    const seen = settled.state === 'refused' ? await faces.digest(face.references) : undefined;
    // If the process dies before this commit, the marker of the open intent finds the face again.
    await checkpoint.commits.commit(() => note(face, settled, seen, tools));
    if (settled.state === 'postponed') outcome = 'postponed';
    if (settled.state !== 'uploaded') continue;
    there.add(settled.uuid);
    if (face.marker === undefined && settled.marker === undefined) await proveList(face, diditId, faces, tools);
  }
  return outcome;
}

function note({ id }: Face, settled: Settled, seen: string | undefined, { checkpoint: { faces } }: ItemTools): void {
  if (settled.state === 'uploaded') faces.uploaded(id, settled.uuid, settled.marker);
  else if (settled.state === 'refused') faces.refuse(id, settled, seen);
  else if (settled.state === 'unknown') faces.giveUp(id, settled.code);
  else if (settled.state === 'postponed') faces.postpone(id, settled);
  else faces.drop(id);
}

/** What is uploaded to the user already, as far as it can be told, and how many more it may have. */
interface Present {
  readonly faces: readonly ProfileFace[] | 'unavailable';
  readonly room: number;
}

async function settle(
  face: Face,
  item: Item,
  diditId: string,
  present: Present,
  faces: FaceTools,
  tools: ItemTools,
): Promise<Settled | 'open'> {
  if (face.marker !== undefined) {
    const found = await lookAgain(diditId, face.marker, face.intendedAt ?? Date.now(), faces, tools);
    if (found !== 'absent') return found;
  }
  const prepared = await prepare(face, faces, tools);
  if ('state' in prepared) return prepared;
  if (present.faces === 'unavailable') return { state: 'unknown', code: 'face_list_unavailable' };
  const uuid = find(present.faces, prepared.marker);
  if (uuid !== undefined) return { state: 'uploaded', uuid, marker: prepared.marker };
  if (present.room <= 0) return { state: 'refused', code: 'face_limit' };
  if (!(await claim(face, prepared, tools))) return { state: 'refused', code: 'face_shared' };
  return upload(face, prepared, item, diditId, faces, tools);
}

async function upload(
  face: Face,
  { jpeg, marker }: PreparedFile,
  item: Item,
  diditId: string,
  faces: FaceTools,
  tools: ItemTools,
): Promise<Settled | 'open'> {
  const { client, checkpoint, patience } = tools;
  let begunAt = Date.now();
  for (let again = face.marker !== undefined; ; again = true) {
    const intend = async () => {
      begunAt = Date.now();
      // If the process dies after this commit, the next run looks for the marker before it uploads.
      await checkpoint.commits.commit(() => {
        checkpoint.faces.intend(face.id, marker);
        if (again) checkpoint.faces.doubt(face.id);
      });
    };
    // An earlier upload that was not answered may still arrive, whatever becomes of this one.
    const forgetThis = async () => (again ? undefined : forget(face, tools));
    const answer = await client.uploadFace(diditId, jpeg, comment(marker), intend).catch(async (error: unknown) => {
      // The client throws only when nothing went out or Didit clearly did nothing: there is no open intent to leave behind.
      await forgetThis();
      throw error;
    });

    if (answer.kind === 'ok') return { state: 'uploaded', uuid: answer.value };
    if (answer.kind === 'refused') {
      if (![403, 404, 405].includes(answer.status))
        return { state: 'refused', code: 'face_rejected', detail: { status: answer.status } };
      await forgetThis();
      const user = await findUser(item.vendorData, client, patience);
      if (user?.didit_internal_id !== diditId) throw new MigrateError('user_gone');
      // A route that has taken faces is there: then the user is not, though a GET may go on showing deleted ones (get page).
      if (answer.status === 404 && checkpoint.totals.faces().uploaded > 0) throw new MigrateError('user_gone');
      throw new MigrateError('faces_refused', { what: 'upload a face', status: answer.status });
    }
    if (answer.sent === 'maybe') {
      const found = await lookAgain(diditId, marker, begunAt, faces, tools);
      if (found !== 'absent') return found;
    }
    await patience.wait('face', answer);
  }
}

/** An upload that was not answered may still arrive until its time is out; only then does the list say anything. */
async function lookAgain(
  diditId: string,
  marker: string,
  begunAt: number,
  faces: FaceTools,
  tools: ItemTools,
): Promise<Settled | 'absent' | 'open'> {
  await faces.list.settle(begunAt, faces.settleMs, tools.signal);
  const look = await faces.list.look(diditId, marker, tools.patience);
  if (look.kind === 'there') return { state: 'uploaded', uuid: look.uuid };
  if (look.kind === 'absent') return 'absent';
  return faces.list.hopes ? 'open' : { state: 'unknown', code: 'face_unproven' };
}

async function prepare(face: Face, faces: FaceTools, { checkpoint }: ItemTools): Promise<PreparedFile | Settled> {
  try {
    return await faces.prepare(face.references, checkpoint.faces.takenBefore(face));
  } catch (error) {
    if (isTryAgain(error)) return { state: 'postponed', code: error.code, detail: error.detail };
    const problem = problemOf(error);
    if (!problem) throw error;
    return face.position > 0 && face.marker === undefined ? { state: 'dropped' } : { state: 'refused', ...problem };
  }
}

/** Of people with one picture, the first to get here keeps it: which of them it shows, nobody here can tell. */
async function claim(
  face: Face,
  { marker, jpeg, fileBytes, fileDigest }: PreparedFile,
  { checkpoint }: ItemTools,
): Promise<boolean> {
  let alone = false;
  await checkpoint.commits.commit(() => {
    alone = checkpoint.sharedFaces.claim(face.id, { marker, bytes: jpeg.length, fileBytes, fileDigest });
  });
  return alone;
}

async function forget(face: Face, { checkpoint }: ItemTools): Promise<void> {
  await checkpoint.commits.commit(() => checkpoint.faces.forget(face.id));
}

async function proveList(face: Face, diditId: string, faces: FaceTools, { checkpoint, patience }: ItemTools): Promise<void> {
  const marker = checkpoint.faces.markerOf(face.id);
  if (marker !== undefined) await faces.list.prove(diditId, marker, patience);
}
