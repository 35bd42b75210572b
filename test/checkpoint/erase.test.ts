import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eraseDeleted, openCheckpoint } from '../../src/checkpoint/index.js';
import { Workdir } from '../helpers/program.js';
import { planRecords, TARGET, withFace } from './records.js';

test('no byte of a person who is done is left in the file', () => {
  const file = new Workdir().path('a.db');
  const holds = (text: string) =>
    ['', '-wal'].some((suffix) => existsSync(file + suffix) && readFileSync(file + suffix).includes(text));
  const checkpoint = openCheckpoint(file, TARGET);
  const people = Array.from({ length: 300 }, (_, index) => {
    const id = `p${index + 1}`;
    const fields = { id, name: `Testa Findme${index + 1}`, text: 'x'.repeat((index * 37) % 5_000) };
    return {
      ...withFace(index + 1, id),
      original: {
        fields,
        user: { vendor_data: id, full_name: fields.name, metadata: {} },
        faces: [{ kind: 'file' as const, path: `findme-${id}.jpg` }],
      },
    };
  });
  planRecords(checkpoint, people);
  expect([holds('Testa Findme'), holds('findme-p')]).toEqual([true, true]);

  for (const item of checkpoint.items.inState('pending')) {
    checkpoint.faces.uploaded(item.id, 'uuid');
    checkpoint.items.end(item, item.id === 7 ? 'failed' : 'done');
  }
  eraseDeleted(checkpoint.database);
  const left = readFileSync(file).toString('latin1');
  expect(new Set(left.match(/Testa Findme\d+/g))).toEqual(new Set(['Testa Findme7']));
  checkpoint.close();
  expect(
    new Set(
      readFileSync(file)
        .toString('latin1')
        .match(/findme-p\d+/g),
    ),
  ).toEqual(new Set(['findme-p7']));
});
