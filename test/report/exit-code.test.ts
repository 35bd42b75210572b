import { expect, onTestFinished, test } from 'vitest';
import { exitCodeFor, summarize } from '../../src/report/index.js';
import { carryOut, checkpointOf, invalid, person, skipped } from './checkpoint-of.js';

const context = { generatedAt: new Date('2030-01-02T03:04:05Z') };

const one = [person({ number: 1, id: 'u1', face: 'u1.jpg' })];
test.each([
  ['everybody is done', one, 'done', 0],
  ['somebody is pending', one, 'pending', 0],
  ['somebody failed', one, 'failed', 1],
  ['somebody is held', one, 'held', 1],
  ['a face was refused', one, 'partial', 1],
  ['a record is invalid', [...one, invalid(2, [{ code: 'id_missing' }], {})], 'done', 1],
  ['a record was skipped', [...one, skipped(2, 'company')], 'done', 0],
] as const)('where %s the exit code says so', (_, records, end, exit) => {
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.json', format: 'json', records });
  carryOut(checkpoint, end === 'done' ? {} : { u1: end });
  expect(exitCodeFor(summarize(checkpoint, context))).toBe(exit);
});

test('a dry run that misses a face exits with 1', () => {
  const checkpoint = checkpointOf(onTestFinished, { file: 'a.json', format: 'json', records: one });
  for (const face of [...checkpoint.faces.notFound()].flat())
    checkpoint.faces.noteLook(face.id, { problem: { code: 'face_missing' } });
  expect(exitCodeFor(summarize(checkpoint, context))).toBe(1);
});
