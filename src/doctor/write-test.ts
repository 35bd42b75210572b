import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Meta } from '../checkpoint/index.js';
import {
  type DiditUser,
  facesIn,
  nonceOf,
  type Probe,
  type ProbeAnswer,
  TEST_USER,
  throwIfStopping,
  userIn,
} from '../didit/index.js';
import { isJsonObject } from '../model.js';
import { meaningOf, shownStatus } from './access.js';
import { type Check, exitCodeOf } from './check.js';
import { drawnFace } from './drawn-face.js';
import { type Learnt, storeLearnt } from './learnt.js';

export interface WriteTest {
  readonly probe: Probe;
  readonly meta: Meta;
  readonly signal: AbortSignal;
}

type Facts = { -readonly [Fact in keyof Omit<Learnt, 'at' | 'outcome'>]: Learnt[Fact] };

/**
 * Takes one test user through everything that a run does, and deletes it. Its id is in the checkpoint before it is created, so that the
 * next test deletes what this one could not: also after a crash.
 * @param onCheck told of each check as it is made
 */
export async function writeTest(test: WriteTest, onCheck: (check: Check) => void): Promise<Learnt> {
  const { meta } = test;
  const checks: Check[] = [];
  const note = (check: Check) => {
    checks.push(check);
    onCheck(check);
  };
  const facts: Facts = { ids: null, duplicate: null, face_upload: null, face_list: null, deleted: null };
  const left = meta.get('doctor_user');
  if (left !== undefined && !(await isRemoved(left, test, note, facts))) return store(test, checks, facts);
  const id = `${TEST_USER}${randomBytes(6).toString('hex')}`;
  meta.set('doctor_user', id);
  let mayBeThere = true;
  try {
    mayBeThere = await tryOut(id, test, note, facts);
  } finally {
    if (mayBeThere) await isRemoved(id, test, note, facts);
    else meta.delete('doctor_user');
  }
  return store(test, checks, facts);
}

function store({ meta }: WriteTest, checks: readonly Check[], facts: Facts): Learnt {
  const learnt: Learnt = { at: new Date().toISOString(), outcome: exitCodeOf(checks), ...facts };
  storeLearnt(meta, learnt);
  return learnt;
}

/** Returns whether the user may be there now. */
async function tryOut(id: string, { probe, signal }: WriteTest, note: (check: Check) => void, facts: Facts): Promise<boolean> {
  const nonce = randomBytes(12).toString('hex');
  // Flagged: if it cannot be deleted, it is nobody who passes.
  const body = {
    vendor_data: id,
    full_name: 'Didit Migrate Test',
    status: 'FLAGGED',
    metadata: { migration: { source: 'didit-migrate doctor', run: 'doctor', nonce } },
  };
  const created = await probe.createUser(body);
  const user = userIn(created);
  note(checkCreate(created, user));
  if (!user) return !isClear(created) || (created.status ?? 0) < 400;
  throwIfStopping(signal);
  note(checkReadBack(await probe.getUser(id), user, nonce));
  throwIfStopping(signal);
  const again = await probe.createUser(body);
  note(checkDuplicate(again, user));
  if (again.status !== undefined)
    facts.duplicate = { status: again.status, body: again.refusal.shape, says: again.refusal.duplicate };
  throwIfStopping(signal);
  const other = await probe.getUser(id.toUpperCase());
  note(checkCase(other, user));
  if (other.status === 404) facts.ids = 'different in other case';
  else if (userIn(other)) facts.ids = 'same in any case';
  throwIfStopping(signal);
  const uploaded = await probe.uploadFace(user.didit_internal_id, await drawnFace(), `Imported by didit-migrate doctor ${nonce}`);
  note(checkFace(uploaded));
  facts.face_upload = uploaded.status ?? null;
  throwIfStopping(signal);
  const listed = await probe.listFaces(user.didit_internal_id);
  const sent = uploaded.status === 201 || uploaded.status === 200;
  note(checkFaceList(listed, sent, nonce));
  const faces = facesIn(listed);
  if (!faces) facts.face_list = 'unavailable';
  else if (sent) facts.face_list = shows(faces, nonce) ? 'shows faces' : 'unavailable';
  return true;
}

function checkCreate(answer: ProbeAnswer, user: DiditUser | undefined): Check {
  if (user && user.status === 'FLAGGED')
    return { check: 'create', result: 'ok', says: 'A test user was created, with the status that it was given.' };
  if (!user) return { check: 'create', result: 'problem', ...meaningOf(answer, 'create a user') };
  const says = 'The test user was created with another status than it was given.';
  return {
    check: 'create',
    result: 'problem',
    says,
    to_do: 'Do not migrate before Didit has explained this: statuses would be wrong.',
  };
}

function checkReadBack(answer: ProbeAnswer, user: DiditUser, nonce: string): Check {
  const found = userIn(answer);
  if (!found) return { check: 'read_back', result: 'problem', ...meaningOf(answer, 'read the test user') };
  if (found.didit_internal_id === user.didit_internal_id && nonceOf(found) === nonce)
    return { check: 'read_back', result: 'ok', says: 'It is read back with its mark: an answer that gets lost is found again.' };
  const says = 'It is read back without the mark in metadata.migration that it was created with.';
  return {
    check: 'read_back',
    result: 'look',
    says,
    to_do: 'After lost answers, users may count as having been there before. Tell Didit’s support.',
  };
}

function checkDuplicate(answer: ProbeAnswer, user: DiditUser): Check {
  const { status, refusal } = answer;
  const again = userIn(answer);
  if (again) {
    const same = again.didit_internal_id === user.didit_internal_id;
    const says = `A second create of the same user answers ${status} and ${same ? 'gives the same one' : 'makes another one'}.`;
    if (same) return { check: 'duplicate', result: 'ok', says };
    return { check: 'duplicate', result: 'problem', says, to_do: 'Do not migrate: this Didit lets one person be there twice.' };
  }
  if (status === undefined || status >= 500)
    return { check: 'duplicate', result: 'unknown', says: `A second create answers ${shownStatus(answer)}.` };
  const says = `A second create of the same user is refused with ${status}; the body is of the kind “${refusal.shape}”.`;
  if (refusal.duplicate !== 'no') return { check: 'duplicate', result: 'ok', says };
  const to_do = 'It does not name vendor_data, so users who are there already would count as refused: report this answer.';
  return { check: 'duplicate', result: 'problem', says, to_do };
}

function checkCase(answer: ProbeAnswer, user: DiditUser): Check {
  const found = userIn(answer);
  if (found?.didit_internal_id === user.didit_internal_id)
    return { check: 'case', result: 'ok', says: 'Ids in upper and lower case are the same user, as is documented for create.' };
  if (answer.status === 404) {
    const says = 'Ids in upper and lower case are different users when they are read. They are sent as the export has them.';
    return { check: 'case', result: 'ok', says };
  }
  return { check: 'case', result: 'unknown', says: `The id in other case answers ${shownStatus(answer)}.` };
}

function checkFace(answer: ProbeAnswer): Check {
  const { status } = answer;
  if (status === 201 || status === 200)
    return { check: 'face', result: 'ok', says: 'A face was uploaded, so organization and application are right.' };
  if (status === 400) {
    const says = 'The address of faces is right; the drawn face was refused (400), as something that is no person may be.';
    return { check: 'face', result: 'ok', says };
  }
  if (status === 403 || status === 404 || status === 405) {
    const says = `The upload of a face answers ${status}: the key may not manage faces, or organization and application are not those of the key.`;
    const to_do =
      'Compare both ids with those in the console; a run with --no-faces works all the same, and a later one can upload them.';
    return { check: 'face', result: 'look', says, to_do };
  }
  return { check: 'face', result: 'look', ...meaningOf(answer, 'upload a face') };
}

function checkFaceList(answer: ProbeAnswer, uploaded: boolean, nonce: string): Check {
  const faces = facesIn(answer);
  const to_do =
    'People who were in Didit before get no face then, and an upload without an answer stays unknown; everybody else is migrated.';
  if (!faces)
    return {
      check: 'face_list',
      result: 'look',
      says: `The list of faces answers ${shownStatus(answer)}, and cannot be used.`,
      to_do,
    };
  if (!uploaded)
    return { check: 'face_list', result: 'unknown', says: 'Faces are listed; there is none of ours to prove it with.' };
  if (shows(faces, nonce)) return { check: 'face_list', result: 'ok', says: 'The list of faces shows it by its comment.' };
  return { check: 'face_list', result: 'look', says: 'The list of faces does not show the face that was uploaded.', to_do };
}

function shows(faces: readonly { readonly comment: string }[], nonce: string): boolean {
  return faces.some(({ comment }) => comment.includes(nonce));
}

const MOST_TRIES = 4;
const BETWEEN_TRIES_MS = 1_000;

/** Whatever happened before: it is not deleted by halves, and what could not be deleted is said. */
async function isRemoved(id: string, { probe, meta }: WriteTest, note: (check: Check) => void, facts: Facts): Promise<boolean> {
  let answer = await probe.deleteTestUser(id);
  for (let tries = 1; tries < MOST_TRIES && !isClear(answer); tries += 1) {
    await delay(BETWEEN_TRIES_MS * tries);
    answer = await probe.deleteTestUser(id);
  }
  // The delete page says that case does not count; should it count, Didit may keep the id in lower case.
  if (countIn(answer) === 0) answer = await probe.deleteTestUser(id.toLowerCase());
  const after = await probe.getUser(id);
  const deleted = countIn(answer);
  if (after.status === 404 || (deleted !== undefined && deleted > 0)) {
    meta.delete('doctor_user');
    facts.deleted = after.status === 404 ? 'gone' : 'still shown';
    const shown =
      after.status === 404 ? 'nothing of it is left' : 'Didit still shows it when it is read, as one of its pages says';
    note({ check: 'delete', result: 'ok', says: `The test user was deleted; ${shown}.` });
    return true;
  }
  note({
    check: 'delete',
    result: 'look',
    says: `The test user ${id} could not be deleted (${shownStatus(answer)}), and may still be in Didit, FLAGGED.`,
    to_do: 'Delete it in the console, or run didit-migrate doctor --write-test again: it begins with that.',
  });
  return false;
}

function isClear({ status }: ProbeAnswer): boolean {
  return status !== undefined && status < 500 && status !== 429 && status !== 408;
}

function countIn({ status, body }: ProbeAnswer): number | undefined {
  if (status !== 200 || !isJsonObject(body)) return undefined;
  return typeof body['deleted'] === 'number' ? body['deleted'] : undefined;
}
