import { beforeEach, expect, test, vi } from 'vitest';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => ({ vendor_data: `p${index + 1}` }));

test('each step goes on from what the one before has committed', async () => {
  await rehearsal.addFace('one.jpg');
  await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED', face: 'one.jpg' }]);
  const committed: unknown[] = [];
  rehearsal.proxy.misbehave(({ call }) => {
    const { state, diditId, statusSeen, faces } = rehearsal.result('p1') ?? {};
    const marker = rehearsal.checkpoint.faces.pendingOf(1)[0]?.marker === undefined ? 'no marker' : 'marker';
    committed.push([call, state, diditId === null ? 'no id' : 'id', statusSeen, faces, marker]);
    return 'pass';
  });
  await rehearsal.run();
  expect(committed).toEqual([
    ['create', 'in progress', 'no id', null, 'pending', 'no marker'],
    ['update status', 'in progress', 'id', 'FLAGGED', 'pending', 'no marker'],
    ['upload', 'in progress', 'id', 'BLOCKED', 'pending', 'marker'],
    ['list faces', 'in progress', 'id', 'BLOCKED', 'uploaded', 'no marker'],
  ]);
});

test('a person for whom the create does everything costs two commits: the intent, and proof and end together', async () => {
  await rehearsal.plan([...ids(1), { vendor_data: 'refused', status: 'BLOCKED' }]);
  const commit = vi.spyOn(rehearsal.checkpoint.commits, 'commit');
  await rehearsal.run({ limit: 1 });
  expect([rehearsal.result('p1')?.state, commit.mock.calls.length]).toEqual(['done', 2]);
  await rehearsal.run();
  // Intent, proof, what Didit shows as the status, end.
  expect([rehearsal.result('refused')?.state, commit.mock.calls.length]).toEqual(['done', 2 + 4]);
});

test('a person whose requests fail while those of others succeed is given up alone', async () => {
  await rehearsal.plan(ids(80));
  rehearsal.proxy.misbehave(({ call, body }) =>
    call === 'create' && JSON.stringify(body).includes('"p7"') ? '500 before' : 'pass',
  );
  expect((await rehearsal.run({ concurrency: 2, faces: 'off' })).stopped).toBeUndefined();
  expect(rehearsal.checkpoint.totals.items()).toMatchObject({ done: 79, failed: 1 });
  expect(rehearsal.result('p7')).toMatchObject({ state: 'failed', code: 'server_error' });
});

test('a checkpoint that was changed from outside is not guessed about', async () => {
  await rehearsal.plan(ids(1));
  rehearsal.checkpoint.database.run('DELETE FROM originals');
  await expect(rehearsal.run()).rejects.toThrow('lost its payload');
  expect(rehearsal.proxy.requests).toEqual([]);
});
