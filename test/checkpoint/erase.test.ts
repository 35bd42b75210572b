import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eraseDeleted, openCheckpoint } from '../../src/checkpoint/index.js';
import { Workdir } from '../helpers/program.js';
import { person, planRecords, TARGET } from './records.js';

const PEOPLE = 2_000;

test('no byte of a person who is done is left in the file', () => {
  const file = new Workdir().path('a.db');
  /** Every mark that the file or its log holds, with the number of its person. */
  const marks = () => {
    const bytes = ['', '-wal'].map((suffix) => (existsSync(file + suffix) ? readFileSync(file + suffix, 'latin1') : ''));
    return new Set(bytes.join().match(/findme\w*\d+/g));
  };
  const checkpoint = openCheckpoint(file, TARGET);
  const { wantedItems, items, faces, database } = checkpoint;
  planRecords(
    checkpoint,
    Array.from({ length: PEOPLE }, (_, index) => {
      const number = index + 1;
      const original = {
        fields: { id: `p${number}`, name: `findmefields${number}`, text: 'x'.repeat((number * 37) % 500) },
        user: { vendor_data: `p${number}`, full_name: `findmeuser${number}`, metadata: {} },
        faces: [{ kind: 'file' as const, path: `findmeface${number}.jpg` }],
      };
      return person(number, `p${number}`, { original });
    }),
  );
  // Rows that grow are moved to other pages, and leave copies behind that a deletion does not reach.
  for (const round of [1, 2])
    database.transaction(() => {
      for (let number = 1; number <= PEOPLE; number += 1)
        wantedItems.want({
          userKey: `p${number}`,
          vendorData: `p${number}`,
          recordId: number,
          wanted: 'ACTIVE',
          statusReason: undefined,
          digest: `round ${round}`,
          payload: {
            vendor_data: '',
            full_name: `findmepayload${number}`,
            metadata: { text: 'y'.repeat((number * 91 * round) % 900) },
          },
          faces: undefined,
          notes: [],
        });
    });
  expect(marks()).toContain('findmepayload7');

  for (const item of items.inState('pending')) {
    faces.uploaded(item.id, 'uuid');
    items.end(item, item.id === 7 ? 'failed' : 'done');
  }
  eraseDeleted(database);
  expect([...marks()].sort()).toEqual(['findmeface7', 'findmefields7', 'findmepayload7', 'findmeuser7']);
  checkpoint.close();
});
