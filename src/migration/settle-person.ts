import type { Candidate, Checkpoint, Note } from '../checkpoint/index.js';
import type { Problem } from '../errors.js';
import { disagreements, joinRecords, type MappedPart } from './join-records.js';
import { digestOf } from './planned-record.js';
import { chooseWinner, type Decision } from './winner.js';

/** Makes one item, or none, from all records of a person, and gives each record its outcome. Called inside the plan's merge. */
export function settlePerson(
  userKey: string,
  group: readonly Candidate[],
  { plan, wantedItems }: Checkpoint,
  secret: string,
): void {
  if (group.length === 0) {
    wantedItems.withdraw(userKey, { code: 'record_withdrawn' });
    return;
  }
  const decision = chooseWinner(group);
  if (decision.kind === 'collision') {
    const problem: Problem = { code: 'id_collision' };
    for (const record of group) plan.setOutcome(record.id, 'invalid', problem);
    wantedItems.withdraw(userKey, problem);
    return;
  }
  for (const record of decision.superseded) plan.setOutcome(record.id, 'superseded');
  const current = group.filter((record) => !decision.superseded.includes(record));
  if (decision.kind === 'invalid') {
    const problem: Problem = { code: 'winner_invalid', detail: { record: decision.winner.number } };
    for (const record of current) plan.setOutcome(record.id, 'invalid', record === decision.winner ? undefined : problem);
    wantedItems.withdraw(userKey, problem);
    return;
  }
  for (const record of current) plan.setOutcome(record.id, record.kind === 'user' ? 'used' : 'invalid');
  wantItem(userKey, decision, { plan, wantedItems }, secret);
}

function wantItem(
  userKey: string,
  { winner, status, fraudThenPass, order }: Extract<Decision, { kind: 'item' }>,
  { plan, wantedItems }: Pick<Checkpoint, 'plan' | 'wantedItems'>,
  secret: string,
): void {
  // It was erased when the item was done: its profile is in Didit, and only the status can be new. Where a rollback has taken it out of
  // Didit again, nobody is made of the status alone.
  const erased = winner.outcome !== undefined && plan.mappedUser(winner.id) === undefined;
  if (erased && (wantedItems.statusOf(userKey) === status || wantedItems.waitsForRecord(userKey))) {
    wantedItems.eraseIfDone(userKey);
    return;
  }
  const bare: MappedPart = { user: { vendor_data: winner.vendorData, metadata: {} }, faces: [] };
  const [first = bare, ...older] = erased ? [] : order.flatMap<MappedPart>(({ id }) => plan.mappedUser(id) ?? []);
  const joined = joinRecords([first, ...older]);
  const differ = disagreements([first, ...older]);
  const notes: Note[] = [
    ...(fraudThenPass ? (['fraud_then_pass'] as const) : []),
    ...(differ.includes('name') ? (['names_differ'] as const) : []),
    ...(differ.includes('date_of_birth') ? (['births_differ'] as const) : []),
  ];
  wantedItems.want({
    userKey,
    vendorData: winner.vendorData,
    recordId: winner.id,
    wanted: status,
    statusReason: fraudThenPass ? undefined : plan.statusReason(winner.id),
    digest: digestOf(joined.user, status, joined.faces, secret),
    payload: erased || older.length > 0 ? joined.user : undefined,
    faces: erased ? undefined : joined.faces,
    notes,
  });
}
