import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { MigrateError } from '../errors.js';
import { digestOf, digestOfFace, type FaceSettings, type FaceSource, firstFace, prepareFace, tuneSharp } from '../faces/index.js';
import type { FaceList } from './face-list.js';
import type { FaceTools, PreparedFile } from './tools.js';

/** After a request has timed out, Didit may need this long until its list shows what arrived, in milliseconds. */
const SETTLE_MS = 2_000;

/** Finds and prepares faces, as many at a time as there are cores, large pictures one at a time: each holds its picture in memory. */
export function faceTools(source: FaceSource, list: FaceList, requestTimeoutMs: number, settings?: FaceSettings): FaceTools {
  tuneSharp();
  const limit = pLimit(availableParallelism());
  const inTurn = pLimit(1);
  return {
    list,
    settleMs: requestTimeoutMs + SETTLE_MS,
    digest: (references) => limit(() => digestOfFace(references, source)),
    async prepare(references, taken) {
      const outcome = await firstFace<PreparedFile>(references, source, async (face) => {
        // A host that is waited for takes no core; what lies here is read when there is a core for it.
        const fetched = face.bytes === undefined ? await face.read() : undefined;
        return limit(async () => {
          const file = fetched ?? (await face.read());
          const prepared = await prepareFace(file, settings, inTurn);
          return taken.has(prepared.marker) ? undefined : { ...prepared, fileBytes: file.length, fileDigest: digestOf(file) };
        });
      });
      if ('problem' in outcome) throw new MigrateError(outcome.problem.code, outcome.problem.detail);
      return outcome;
    },
  };
}
