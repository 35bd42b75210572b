/** Checkpoints made through the checkpoint's own methods, as a plan and a run would make them. */
import { type Checkpoint, type PlannedRecord, temporaryCheckpoint } from '../../src/checkpoint/index.js';
import type { DiditStatus, JsonObject } from '../../src/model.js';
import { userKey } from '../../src/model.js';

export interface ExportOf {
  readonly file: string;
  readonly format: 'csv' | 'json' | 'ndjson';
  readonly columns?: readonly string[];
  readonly records: Iterable<PlannedRecord>;
}

/** A checkpoint that is gone when the test has ended; the last record of a person decides. */
export function checkpointOf(onTestFinished: (end: () => void) => void, ...exports: readonly ExportOf[]): Checkpoint {
  const checkpoint = temporaryCheckpoint();
  onTestFinished(() => checkpoint.close());
  for (const source of exports) planExport(checkpoint, source);
  return checkpoint;
}

export function planExport({ plan, wantedItems }: Checkpoint, { file, format, columns, records }: ExportOf): void {
  const exportId = plan.beginExport({ file, format, columns, mapping: 'generic', mappingHash: 'm1' });
  plan.append(exportId, [...records]);
  plan.merge([{ exportId, sha256: `${exportId}`.padStart(64, 'a'), bytes: 1234 }], (key, group) => {
    const winner = group.at(-1);
    const mapped = winner && plan.mappedUser(winner.id);
    for (const { id, kind } of group) plan.setOutcome(id, kind === 'user' ? 'used' : 'invalid');
    if (!winner?.status || !mapped) return;
    wantedItems.want({
      userKey: key,
      vendorData: winner.vendorData,
      recordId: winner.id,
      wanted: group.some(({ fraud }) => fraud) ? 'FLAGGED' : winner.status,
      statusReason: undefined,
      digest: winner.digest ?? '',
      payload: mapped.user,
      faces: mapped.faces,
      notes: group.some(({ fraud }) => fraud) ? ['fraud_then_pass'] : [],
    });
  });
}

interface Person {
  readonly number: number;
  readonly id: string;
  readonly status?: DiditStatus;
  readonly former?: string;
  readonly face?: string;
  readonly fraud?: boolean;
  /** What the record holds besides its id. */
  readonly fields?: JsonObject;
}

export function person({
  number,
  id,
  status = 'ACTIVE',
  former = 'approved',
  face,
  fraud = false,
  fields,
}: Person): PlannedRecord {
  return {
    ...blank(number, { vendor_data: id, ...fields }),
    kind: 'user',
    userKey: userKey(id),
    vendorData: id,
    providerId: `former-${number}`,
    status,
    statusRow: `${status.toLowerCase()} row`,
    former,
    final: true,
    fraud,
    digest: `digest ${number}`,
    person: undefined,
    original: {
      fields: { vendor_data: id, ...fields },
      user: { vendor_data: id, metadata: {} },
      faces: face === undefined ? [] : [{ kind: 'file', path: face }],
    },
  };
}

export function skipped(number: number, reason: string): PlannedRecord {
  return { ...blank(number, {}), kind: 'skipped', reason, original: undefined };
}

export function invalid(number: number, problems: PlannedRecord['problems'], fields: JsonObject): PlannedRecord {
  return { ...blank(number, fields), kind: 'invalid', problems };
}

function blank(number: number, fields: JsonObject): PlannedRecord {
  return {
    number,
    line: number + 1,
    kind: 'invalid',
    reason: undefined,
    problems: undefined,
    userKey: undefined,
    vendorData: undefined,
    providerId: undefined,
    date: undefined,
    status: undefined,
    statusReason: undefined,
    statusRow: undefined,
    former: undefined,
    final: undefined,
    fraud: undefined,
    digest: undefined,
    person: undefined,
    original: { fields, user: undefined, faces: [] },
  };
}

/** Carries out the plan as Didit would let it be: `ends` says for some ids how they end, all others are done. */
export function carryOut(
  { items, faces }: Checkpoint,
  ends: Readonly<Record<string, 'failed' | 'held' | 'partial' | 'in progress' | 'pending'>> = {},
): void {
  for (const item of [...items.inState('pending')]) {
    const end = ends[item.vendorData] ?? 'done';
    if (end === 'pending') continue;
    items.intendCreate(item.id, `nonce ${item.id}`);
    if (end === 'in progress') continue;
    if (end === 'failed') {
      items.end(item, 'failed', 'rejected', { status: 400, fields: 'full_name' });
      continue;
    }
    const diditId = `00000000-0000-4000-8000-${String(item.id).padStart(12, '0')}`;
    items.identify(item.id, { origin: 'created', diditId, status: item.wanted, updatedAt: undefined, applied: item.digest });
    if (end === 'held') {
      items.end(item, 'held', 'status_conflict');
      continue;
    }
    for (const face of faces.pendingOf(item.id)) {
      if (end === 'partial') faces.refuse(face.id, { code: 'face_too_small', detail: { limit: 200 } }, undefined);
      else faces.uploaded(face.id, `face ${face.id}`);
    }
    items.end(item, end);
  }
}
