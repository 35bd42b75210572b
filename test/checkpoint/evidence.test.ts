import { expect, onTestFinished, test } from 'vitest';
import { carryOut, checkpointOf, person } from '../report/checkpoint-of.js';

test('people are counted by former verdict, row and status, and by whether Didit shows it', () => {
  const checkpoint = checkpointOf(onTestFinished, {
    file: 'a.csv',
    format: 'csv',
    records: [
      person({ number: 1, id: 'u1' }),
      person({ number: 2, id: 'u2' }),
      person({ number: 3, id: 'u3', status: 'BLOCKED', former: 'refused' }),
      person({ number: 4, id: 'u4', fraud: true, status: 'BLOCKED', former: 'fraud' }),
      person({ number: 5, id: 'u4' }),
    ],
  });
  carryOut(checkpoint, { u2: 'pending' });
  expect(checkpoint.evidence.decisions()).toEqual([
    { former: 'approved', row: 'active row', wanted: 'ACTIVE', people: 2, confirmed: 1 },
    { former: 'approved', row: 'active row', wanted: 'FLAGGED', people: 1, confirmed: 1 },
    { former: 'refused', row: 'blocked row', wanted: 'BLOCKED', people: 1, confirmed: 1 },
  ]);
  expect(checkpoint.evidence.severalRecords(10)).toEqual([
    { vendorData: 'u4', wanted: 'FLAGGED', winner: '5', others: ['4'], notes: ['fraud_then_pass'] },
  ]);
  expect(checkpoint.evidence.notActive()).toEqual([
    { wanted: 'BLOCKED', origin: 'created', before: null, seen: 'BLOCKED', createdSo: true, people: 1 },
    { wanted: 'FLAGGED', origin: 'created', before: null, seen: 'FLAGGED', createdSo: true, people: 1 },
  ]);
});

test('whom a later export made BLOCKED is not said to have never been ACTIVE', () => {
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', records: [person({ number: 1, id: 'u1' })] });
  carryOut(checkpoint);
  checkpoint.database.run("UPDATE items SET wanted = 'BLOCKED', digest = 'another'");
  expect(checkpoint.evidence.notActive()).toMatchObject([{ wanted: 'BLOCKED', origin: 'created', createdSo: false, people: 1 }]);
});

test('pictures are counted by size before and after, and those of several people with their records', () => {
  const records = [1, 2, 3].map((number) => person({ number, id: `u${number}`, face: `u${number}.jpg` }));
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.csv', format: 'csv', records });
  const looks = [
    { name: 'u1.jpg', bytes: 3_000_000, digest: 'same', prepared: { marker: 'm1', bytes: 90_000 } },
    { name: 'u2.jpg', bytes: 3_000_000, digest: 'same' },
    { name: 'u3.jpg', bytes: 40_000, digest: 'other', prepared: { marker: 'm3', bytes: 30_000 } },
  ];
  for (const page of checkpoint.faces.pending())
    for (const face of page) {
      const look = looks[face.id - 1];
      if (look) checkpoint.faces.noteLook(face.id, look);
    }
  checkpoint.sharedFaces.refuse();
  expect(checkpoint.evidence.faceSizeClasses()).toEqual([
    { from: 0, files: 1, prepared: 1 },
    { from: 50_000, files: 0, prepared: 1 },
    { from: 2_000_000, files: 2, prepared: 0 },
  ]);
  expect(checkpoint.evidence.sharedPictures(10)).toEqual([{ people: 2, records: ['1', '2'] }]);
});
