import type { Checkpoint } from '../checkpoint/index.js';
import { allSpent, type Client } from '../didit/index.js';
import type { RequestLimit } from '../model.js';

const HEARTBEAT_MS = 1_000;

export interface Limits {
  readonly write: RequestLimit;
  readonly read: RequestLimit;
}

/**
 * When the tokens of both lanes come back that earlier runs have spent, in milliseconds since 1970.
 * @param sharedAs the lanes that this run shares with other processes: what was counted there needs no telling
 */
export function spentBefore({ meta }: Checkpoint, limits: Limits, sharedAs?: string): { write: number[]; read: number[] } {
  if (sharedAs !== undefined && meta.get('lanes') === sharedAs) return { write: [], read: [] };
  const activeAt = meta.get('active_at');
  // The last run did not end cleanly: it may have spent all of the last window, up to one heartbeat after its last note.
  if (activeAt !== undefined) {
    const last = Number(activeAt) + HEARTBEAT_MS;
    return { write: allSpent(limits.write, last), read: allSpent(limits.read, last) };
  }
  const spent = meta.get('spent');
  return spent === undefined ? { write: [], read: [] } : JSON.parse(spent);
}

export interface RequestCounts {
  readonly read: number;
  readonly write: number;
  readonly throttled: number;
}

/** Requests of all runs of this checkpoint so far. */
export function requestsSoFar({ meta }: Pick<Checkpoint, 'meta'>): RequestCounts {
  const stored = meta.get('requests');
  return stored === undefined ? { read: 0, write: 0, throttled: 0 } : JSON.parse(stored);
}

/**
 * Notes in the checkpoint that requests go out, so that the next run keeps to the limit however this one ends. Returns how to end it.
 * @param fail told when a note cannot be written, for instance because the disk is full
 */
export function keepPace(checkpoint: Checkpoint, client: Client, fail: (error: unknown) => void): () => void {
  const before = requestsSoFar(checkpoint);
  let noted = { read: 0, write: 0, throttled: 0 };
  let notedAt = Date.now();
  const note = () => {
    const sent = client.calls.sent();
    const now = Date.now();
    const outageMs = client.calls.state().outages.length > 0 ? now - notedAt : 0;
    notedAt = now;
    if (sent.read === noted.read && sent.write === noted.write && outageMs === 0) return;
    const since = {
      writes: sent.write - noted.write,
      reads: sent.read - noted.read,
      throttled: sent.throttled - noted.throttled,
      outageMs,
      limit: client.calls.writesPerMinute(),
    };
    noted = sent;
    const requests: RequestCounts = {
      read: before.read + sent.read,
      write: before.write + sent.write,
      throttled: before.throttled + sent.throttled,
    };
    checkpoint.database.transaction(() => {
      checkpoint.meta.set('active_at', String(now));
      checkpoint.meta.set('requests', JSON.stringify(requests));
      checkpoint.pace.note(now, since);
    });
  };
  // Before the first request: a run that dies within its first heartbeat may have spent the window as well.
  checkpoint.database.transaction(() => {
    checkpoint.meta.set('active_at', String(Date.now()));
    if (client.calls.sharedAs === undefined) checkpoint.meta.delete('lanes');
    else checkpoint.meta.set('lanes', client.calls.sharedAs);
  });
  const heartbeat = setInterval(() => {
    try {
      note();
    } catch (error) {
      fail(error);
    }
  }, HEARTBEAT_MS);
  return () => {
    clearInterval(heartbeat);
    note();
    // If the process dies before this commit, the next run takes the whole window as spent: slower, never too fast.
    checkpoint.database.transaction(() => {
      checkpoint.meta.set('spent', JSON.stringify(client.calls.spent()));
      checkpoint.meta.delete('active_at');
    });
  };
}
