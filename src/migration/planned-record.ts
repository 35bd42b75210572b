import type { PlannedRecord } from '../checkpoint/index.js';
import type { DiditStatus, FaceReference, Mapped, ReadRecord, SourceRecord, UnreadableRecord, User } from '../model.js';
import { userKey } from '../model.js';
import { keepImages } from './keep-images.js';
import { keyed } from './keyed.js';
import { nameWords } from './name-words.js';

/** 132 bits. */
const DIGEST_LETTERS = 22;

/** A record as the plan keeps it. `secret` keys the digest, so that nobody can guess a person's data from it. */
export function plannedRecord(read: ReadRecord, map: (record: SourceRecord) => Mapped, secret: string): PlannedRecord {
  const mapped = 'problems' in read ? unreadable(read, map) : map(read);
  const { verdict, vendorData } = mapped;
  const user = mapped.kind === 'user' ? mapped.user : undefined;
  const { faces, fields, images } = keepImages(mapped.kind === 'user' ? mapped.faces : [], read.fields);
  return {
    number: read.number,
    line: read.line,
    kind: mapped.kind,
    reason: mapped.kind === 'skipped' ? mapped.reason : undefined,
    problems: mapped.kind === 'invalid' ? mapped.problems : undefined,
    userKey: vendorData === undefined ? undefined : userKey(vendorData),
    vendorData,
    providerId: mapped.providerId,
    date: mapped.date,
    status: verdict?.status,
    statusReason: verdict?.reason,
    statusRow: verdict?.row,
    former: verdict?.former,
    final: verdict?.final,
    fraud: verdict?.fraud,
    digest: user && verdict ? digestOf(user, verdict.status, faces, secret) : undefined,
    person: user && personOf(user, secret),
    // What is skipped needs nobody: nothing personal of it is kept.
    original: mapped.kind === 'skipped' ? undefined : { fields, user, faces, images },
  };
}

/** What it decides is never guessed, and the person whom it is about is not migrated on an older record instead. */
function unreadable({ problems, whose, ...place }: UnreadableRecord, map: (record: SourceRecord) => Mapped): Mapped {
  const { vendorData, providerId, date } = whose ? map({ ...place, fields: whose }) : {};
  return { kind: 'invalid', problems, vendorData, providerId, date };
}

/** Same digest, same wish: nothing has to be sent. */
export function digestOf(user: User, status: DiditStatus, faces: readonly FaceReference[], secret: string): string {
  return keyed(JSON.stringify([user, status, faces]), secret, DIGEST_LETTERS);
}

/** The same for two ids: perhaps one human. Case, accents and the order of the names do not count, for records write them as they please. */
function personOf({ full_name: name, date_of_birth: birth }: User, secret: string): string | undefined {
  if (name === undefined || birth === undefined) return undefined;
  const words = nameWords(name);
  return words.length > 0 ? keyed(JSON.stringify([words.sort(), birth]), secret, DIGEST_LETTERS) : undefined;
}
