import type { Checkpoint, UploadedFace, VerifyItem, VerifyResult } from '../checkpoint/index.js';
import type { Client, ProfileFace } from '../didit/index.js';
import { isTryAgain } from '../errors.js';
import { userKey } from '../model.js';
import { keepPace } from './pace.js';
import { workThrough } from './pool.js';
import { findUser } from './read-back.js';
import { type Expected, verifyUser } from './verify-user.js';

export interface VerifyTools {
  readonly client: Client;
  readonly checkpoint: Checkpoint;
  /** The plan of the export that Didit is held against, where one was given. */
  readonly expected: Checkpoint | undefined;
}

export interface VerifyOptions {
  /** Users that are read at a time. */
  readonly concurrency: number;
  /** Stops it: aborted from outside by a signal, from inside by what stops it. */
  readonly stop: AbortController;
  readonly onItem?: (result: VerifyResult) => void;
}

/** How often a list of faces is asked for in vain before the faces of the others are left unread. */
const MOST_REFUSALS = 3;

/**
 * Reads back everybody whom the verification that was begun still has to read. It only reads, at the pace of the read lane.
 * @throws MigrateError what stopped it; everything is committed then and the same call goes on
 */
export async function verify(tools: VerifyTools, { concurrency, stop, onItem }: VerifyOptions): Promise<void> {
  const { checkpoint, client } = tools;
  const { verification, commits } = checkpoint;
  const stopFor = (error: unknown) => {
    if (!stop.signal.aborted) stop.abort(error);
  };
  const faces = new FaceReader(tools);
  const endPace = keepPace(checkpoint, client, stopFor);
  try {
    await workThrough(verification.open(), concurrency, async (item) => {
      try {
        const { result, fields } = await readBack(item, tools, faces);
        await commits.commit(() => verification.note(item.id, result, fields));
        onItem?.(result);
      } catch (error) {
        stopFor(error);
        throw error;
      }
    });
    verification.end();
  } catch (error) {
    stopFor(error);
    throw stop.signal.reason;
  } finally {
    endPace();
  }
}

async function readBack(item: VerifyItem, { client, checkpoint, expected }: VerifyTools, faces: FaceReader) {
  const uploaded = checkpoint.verification.uploadedFaces(item.id);
  const secret = checkpoint.meta.secret;
  try {
    const shown = await findUser(item.vendorData, client, client.calls.patience());
    const there = shown?.didit_internal_id === item.diditId;
    const listed = there ? await faces.of(item.diditId, uploaded) : undefined;
    return verifyUser(item, { shown, uploaded, faces: listed, expected: expectedOf(item, expected), secret });
  } catch (error) {
    if (!isTryAgain(error)) throw error;
    return { result: 'unread', fields: [] } as const;
  }
}

function expectedOf({ vendorData }: VerifyItem, plan: Checkpoint | undefined): Expected | undefined {
  const item = plan?.items.ofUser(userKey(vendorData));
  return item?.user && { user: item.user, status: item.wanted };
}

/** Didit's lists of faces, as long as they can be read: their address is a convention and not documented. */
class FaceReader {
  readonly #tools: VerifyTools;
  #refused = 0;
  #given = false;

  constructor(tools: VerifyTools) {
    this.#tools = tools;
  }

  /** Undefined where the list cannot be read, or need not be. */
  async of(diditId: string, uploaded: readonly UploadedFace[]): Promise<ProfileFace[] | undefined> {
    const { client, checkpoint } = this.#tools;
    if (uploaded.length === 0 || (this.#refused >= MOST_REFUSALS && !this.#given)) return undefined;
    const listed = await client.listFaces(diditId, client.calls.patience());
    if (listed === 'unavailable') this.#refused += 1;
    else this.#given = true;
    checkpoint.verification.noteFaces(this.#given ? 'read' : 'unavailable');
    return listed === 'unavailable' ? undefined : listed;
  }
}
