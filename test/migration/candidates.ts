import fc from 'fast-check';
import type { Candidate } from '../../src/checkpoint/index.js';
import { DIDIT_STATUSES } from '../../src/model.js';

/** A valid record with a final pass; `about` says what is different. */
export function candidate(id: number, about: Partial<Candidate> = {}): Candidate {
  return {
    id,
    exportId: 1,
    number: id,
    kind: 'user',
    vendorData: 'p1',
    providerId: undefined,
    date: undefined,
    status: 'ACTIVE',
    final: true,
    fraud: false,
    digest: `digest ${id}`,
    outcome: undefined,
    ...about,
  };
}

const about = fc.record({
  kind: fc.constantFrom('user', 'invalid'),
  status: fc.constantFrom(...DIDIT_STATUSES),
  final: fc.boolean(),
  fraud: fc.boolean(),
});

/** Records of one person in one export, each of another day. */
export const datedGroup: fc.Arbitrary<Candidate[]> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1000 }), about), { minLength: 1, maxLength: 6, selector: ([date]) => date })
  .map((records) => records.map(([date, rest], index) => candidate(index + 1, { ...rest, date })));

/** The same without any date. */
export const undatedGroup: fc.Arbitrary<Candidate[]> = datedGroup.map((group) =>
  group.map((record) => ({ ...record, date: undefined })),
);
