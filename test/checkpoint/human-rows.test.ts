import { expect, onTestFinished, test } from 'vitest';
import { carryOut, checkpointOf, invalid, person } from '../report/checkpoint-of.js';

const checkpoint = () => {
  const made = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    records: [
      invalid(
        1,
        [
          { code: 'id_missing', field: 'vendor_data' },
          { code: 'date_in_future', field: 'dob' },
        ],
        {},
      ),
      person({ number: 2, id: 'u2' }),
      person({ number: 3, id: 'u3', face: 'u3.jpg' }),
      person({ number: 4, id: 'u4' }),
      person({ number: 5, id: 'u5', former: 'refused', status: 'BLOCKED' }),
    ],
  });
  carryOut(made, { u3: 'partial', u4: 'failed', u5: 'held' });
  return made;
};

test('held people come first, then failed ones, invalid records and faces; whoever is done is not there', () => {
  const { humanRows } = checkpoint();
  expect(humanRows.count()).toBe(4);
  expect(
    [...humanRows.first(10)].map(({ kind, record, problems }) => [kind, record, ...problems.map(({ code }) => code)]),
  ).toEqual([
    ['held', '5', 'status_conflict'],
    ['failed', '4', 'rejected'],
    ['invalid', '1', 'id_missing', 'date_in_future'],
    ['face', '3', 'face_too_small'],
  ]);
  const [held] = humanRows.first(1);
  expect(held).toMatchObject({ vendorData: 'u5', former: 'refused', wanted: 'BLOCKED', statusSeen: 'BLOCKED' });
});

test('there are at most as many as are asked for', () => {
  expect([...checkpoint().humanRows.first(3)]).toHaveLength(3);
});
