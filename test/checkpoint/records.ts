/** Records as a plan appends them, and a plan of them that settles each person by its last record. */
import { onTestFinished } from 'vitest';
import { type Checkpoint, openCheckpoint, type PlannedRecord } from '../../src/checkpoint/index.js';
import { userKey } from '../../src/model.js';
import { Workdir } from '../helpers/program.js';

export const TARGET = 'https://didit.example.com organization o application a';

/** A checkpoint in a fresh folder, closed when the test has finished. */
export function freshCheckpoint(): Checkpoint {
  const checkpoint = openCheckpoint(new Workdir().path('a.db'), TARGET);
  onTestFinished(() => checkpoint.close());
  return checkpoint;
}

/** A valid record of a person to be ACTIVE; `about` says what is different. */
export function person(number: number, id: string, about: Partial<PlannedRecord> = {}): PlannedRecord {
  return {
    number,
    line: number + 1,
    kind: 'user',
    reason: undefined,
    problems: undefined,
    userKey: userKey(id),
    vendorData: id,
    providerId: undefined,
    date: undefined,
    status: 'ACTIVE',
    statusReason: undefined,
    statusRow: 'passed',
    former: 'yes',
    final: true,
    fraud: false,
    digest: `digest ${number}`,
    person: undefined,
    original: { fields: { id }, user: { vendor_data: id, full_name: `Testa Findme${number}`, metadata: {} }, faces: [] },
    ...about,
  };
}

export function withFace(number: number, id: string): PlannedRecord {
  const user = { vendor_data: id, metadata: {} };
  return person(number, id, { original: { fields: { id }, user, faces: [{ kind: 'file', path: `findme-${number}.jpg` }] } });
}

export function skipped(number: number): PlannedRecord {
  return { ...person(number, `s${number}`), kind: 'skipped', reason: 'company', original: undefined };
}

export function invalid(number: number, id: string): PlannedRecord {
  return { ...person(number, id), kind: 'invalid', problems: [{ code: 'date_unreadable', field: 'born' }] };
}

export function load({ plan }: Checkpoint, records: readonly PlannedRecord[], file = 'a.csv'): number {
  const exportId = plan.beginExport({ file, format: 'csv', columns: ['id'], mapping: 'generic', mappingHash: 'h' });
  plan.append(exportId, records);
  return exportId;
}

/** Plans the records as one more export. The last record of a person decides; an earlier export's is superseded. */
export function planRecords(checkpoint: Checkpoint, records: readonly PlannedRecord[], file = 'a.csv'): void {
  const { plan, wantedItems } = checkpoint;
  const exportId = load(checkpoint, records, file);
  plan.merge([{ exportId, sha256: `sha of ${file}, export ${exportId}`, bytes: 10 }], (key, group) => {
    const winner = group.at(-1);
    for (const record of group) {
      const used = record.kind === 'user' ? 'used' : 'invalid';
      plan.setOutcome(record.id, record.exportId < exportId ? 'superseded' : used);
    }
    const mapped = winner && plan.mappedUser(winner.id);
    if (!winner?.status || !mapped || winner.kind === 'invalid') return wantedItems.withdraw(key, { code: 'winner_invalid' });
    wantedItems.want({
      userKey: key,
      vendorData: winner.vendorData,
      recordId: winner.id,
      wanted: winner.status,
      statusReason: undefined,
      digest: winner.digest ?? '',
      payload: undefined,
      faces: mapped.faces,
      notes: [],
    });
  });
}
