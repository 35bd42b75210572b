import { onTestFinished } from 'vitest';
import type { Checkpoint } from '../../src/checkpoint/index.js';
import { checkpointOf, invalid, person, skipped } from './checkpoint-of.js';

export const context = {
  target: 'https://example.com organization org-1 application app-1',
  requests: { write: 1234, read: 5, throttled: 2 },
  generatedAt: new Date('2030-01-02T03:04:05Z'),
};
export const paces = { write: { requests: 240, windowMs: 60_000 }, read: { requests: 480, windowMs: 60_000 } } as const;

/** One of everything. */
export function mixed(): Checkpoint {
  return checkpointOf(
    onTestFinished,
    {
      file: 'customers.csv',
      format: 'csv',
      columns: ['vendor_data'],
      records: [
        person({ number: 1, id: 'u1', face: 'u1.jpg' }),
        person({ number: 2, id: 'u2', status: 'BLOCKED', former: 'refused' }),
        person({ number: 3, id: 'u3', face: 'u3.jpg' }),
        skipped(4, 'test row'),
        skipped(5, 'never finished'),
        skipped(6, 'test row'),
        invalid(7, [{ code: 'row_ragged', detail: { found: 4, expected: 3 } }], {}),
        invalid(8, [{ code: 'date_in_future', field: 'dob' }], {}),
        invalid(
          9,
          [
            { code: 'date_in_future', field: 'issued' },
            { code: 'id_missing', field: 'vendor_data' },
          ],
          {},
        ),
        person({ number: 10, id: 'u4', fraud: true, status: 'BLOCKED', former: 'fraud' }),
        person({ number: 11, id: 'u4' }),
        person({ number: 12, id: 'u5', status: 'FLAGGED', former: 'doubtful' }),
      ],
    },
    { file: 'later.json', format: 'json', records: [person({ number: 1, id: 'u6' }), person({ number: 2, id: 'u7' })] },
  );
}

export function look(checkpoint: Checkpoint): void {
  for (const page of checkpoint.faces.notFound())
    for (const face of page) {
      const [first] = face.references;
      const found = first?.kind === 'file' && first.path === 'u1.jpg';
      checkpoint.faces.noteLook(face.id, found ? { name: 'findme.jpg', bytes: 2_000 } : { problem: { code: 'face_missing' } });
    }
}
