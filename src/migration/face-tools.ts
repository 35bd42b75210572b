import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Archive } from '../archive.js';
import { MigrateError } from '../errors.js';
import { digestOf, digestOfFace, type FaceSettings, locateFace, prepareFace, tuneSharp } from '../faces/index.js';
import type { FaceList } from './face-list.js';
import { FacesAhead } from './faces-ahead.js';
import type { FaceTools } from './tools.js';

/** After a request has timed out, Didit may need this long until its list shows what arrived, in milliseconds. */
const SETTLE_MS = 2_000;

/** Finds and prepares faces, as many at a time as there are cores: each one holds its picture in memory. */
export function faceTools(archive: Archive, list: FaceList, requestTimeoutMs: number, settings?: FaceSettings): FaceTools {
  tuneSharp();
  const limit = pLimit(availableParallelism());
  const prepare: FaceTools['prepare'] = (references) =>
    limit(async () => {
      const look = await locateFace(references, archive);
      if ('problem' in look) throw new MigrateError(look.problem.code, look.problem.detail);
      const file = await archive.read(look.found);
      return { ...(await prepareFace(file, settings)), fileBytes: file.length, fileDigest: digestOf(file) };
    });
  return {
    archive,
    ahead: new FacesAhead(prepare),
    list,
    settleMs: requestTimeoutMs + SETTLE_MS,
    digest: (references) => limit(() => digestOfFace(references, archive)),
    prepare,
  };
}
