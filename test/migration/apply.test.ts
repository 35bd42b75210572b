import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { MigrateError } from '../../src/errors.js';
import type { DiditStatus } from '../../src/model.js';
import type { Fault } from '../helpers/faulty-proxy.js';
import { Rehearsal, type Row, WRONG_KEY } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

/** Two of every three have a face; every fourth is to be BLOCKED. */
function crowd(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    vendor_data: `p${index + 1}`,
    status: index % 4 === 3 ? 'BLOCKED' : 'ACTIVE',
    full_name: `Testa Findme${index + 1}`,
    ...(index % 3 !== 2 && { face: `${index + 1}.jpg` }),
  }));
}

/** Another picture for everybody who is to have one. */
async function addFaces(rows: readonly Row[]): Promise<void> {
  for (const [index, { face }] of rows.entries()) if (face !== undefined) await rehearsal.addFace(face, index + 1);
}

/** What differs on the server from what is wanted. */
function differences(rows: readonly Row[]): string[] {
  const wrong = rows.flatMap(({ vendor_data, status, face }) => {
    const user = rehearsal.user(vendor_data);
    const faces = face === undefined ? 0 : 1;
    if (!user || user.status !== status) return [`${vendor_data} is ${user?.status}, not ${status}`];
    if (user.faces.length !== faces) return [`${vendor_data} has ${user.faces.length} faces`];
    const early = status === 'BLOCKED' && user.statusHistory.some((change) => change.status === 'ACTIVE');
    return early ? [`${vendor_data} was ACTIVE before it was BLOCKED`] : [];
  });
  return rehearsal.sandbox.state.users.size === rows.length ? wrong : [...wrong, 'the number of users'];
}

const states = () => rehearsal.checkpoint.totals.items();

test('a second run sends nothing', async () => {
  const rows = crowd(12);
  await addFaces(rows);
  await rehearsal.plan(rows);
  expect(await rehearsal.run()).toEqual({ calls: { create: 12, 'update status': 3, upload: 8, 'list faces': 1 } });
  expect(differences(rows)).toEqual([]);
  expect(await rehearsal.run()).toEqual({ calls: {} });
});

test('what is personal is in the file no more when everybody is done', async () => {
  await rehearsal.plan(crowd(12).map(({ face: _none, ...row }) => row));
  expect(readFileSync(`${rehearsal.checkpoint.file}-wal`).includes('Testa Findme')).toBe(true);
  await rehearsal.run();
  for (const suffix of ['', '-wal'])
    expect(readFileSync(rehearsal.checkpoint.file + suffix).includes('Testa Findme'), suffix).toBe(false);
});

test('a limit begins that many more people in each run', async () => {
  await rehearsal.plan(crowd(5).map(({ vendor_data }) => ({ vendor_data })));
  expect(await rehearsal.run({ limit: 2 })).toEqual({ calls: { create: 2 } });
  expect(await rehearsal.run({ limit: 2 })).toEqual({ calls: { create: 2 } });
  expect(states()).toMatchObject({ done: 4, pending: 1 });
  expect(await rehearsal.run({ limit: 0 })).toEqual({ calls: {} });
});

test('the first person goes alone, face included, before the others begin', async () => {
  await rehearsal.addFace('one.jpg');
  const order: string[] = [];
  await rehearsal.plan([{ vendor_data: 'p1', face: 'one.jpg' }, { vendor_data: 'p2' }, { vendor_data: 'p3' }]);
  rehearsal.proxy.misbehave(({ call }) => {
    order.push(call);
    return 'pass';
  });
  await rehearsal.run();
  expect(order).toEqual(['create', 'upload', 'list faces', 'create', 'create']);
});

test('no more people are in flight than asked for', async () => {
  await rehearsal.plan(crowd(20).map(({ vendor_data }) => ({ vendor_data })));
  let inFlight = 0;
  let most = 0;
  rehearsal.proxy.misbehave(async (): Promise<Fault> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await delay(5);
    inFlight -= 1;
    return 'pass';
  });
  await rehearsal.run({ concurrency: 3, faces: 'off' });
  expect(most).toBe(3);
});

test('who waits for a decision is looked at again, and is done once it was taken', async () => {
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.plan([{ vendor_data: 'p1', status: 'FLAGGED' }]);
  await rehearsal.run();
  expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
  expect(states()).toMatchObject({ held: 1 });

  await rehearsal.elsewhere('PATCH', '/v3/users/p1/update-status/', { status: 'FLAGGED' });
  expect(await rehearsal.run()).toEqual({ calls: { get: 1 } });
  expect(states()).toMatchObject({ done: 1 });
});

test('who failed is left alone', async () => {
  await rehearsal.plan([{ vendor_data: 'p1' }]);
  rehearsal.proxy.misbehave(() => ({ status: 400, body: { full_name: ['Too long.'] } }));
  await rehearsal.run();
  expect(await rehearsal.run()).toEqual({ calls: {} });
  expect(states()).toMatchObject({ failed: 1 });
});

describe('a run that is stopped', () => {
  test('by a key that is revoked leaves everybody to a run with a good one', async () => {
    const rows = crowd(12);
    await addFaces(rows);
    await rehearsal.plan(rows);
    rehearsal.proxy.misbehave(() =>
      rehearsal.proxy.requests.length > 9 ? { status: 401, body: { detail: 'Expired.' } } : 'pass',
    );
    expect(await rehearsal.run()).toMatchObject({ stopped: 'key_refused' });
    expect(states()).toMatchObject({ failed: 0, held: 0, partial: 0 });
    expect(states().pending).toBeGreaterThan(0);

    rehearsal.proxy.misbehave(() => 'pass');
    const end = await rehearsal.run();
    expect(end.stopped).toBeUndefined();
    expect(differences(rows)).toEqual([]);
    expect(states()).toMatchObject({ done: 12 });
  });

  test('by a wrong key sends one request', async () => {
    await rehearsal.plan(crowd(12));
    expect(await rehearsal.run({ apiKey: 'wrong' })).toEqual({ stopped: WRONG_KEY, calls: { create: 1 } });
    expect(rehearsal.sandbox.state.users.size).toBe(0);
  });

  test('by an outage fails nobody', async () => {
    const rows = crowd(12);
    await addFaces(rows);
    await rehearsal.plan(rows);
    rehearsal.proxy.misbehave(() => (rehearsal.proxy.requests.length > 9 ? '500 before' : 'pass'));
    expect(await rehearsal.run({ maxOutageMs: 100 })).toMatchObject({ stopped: 'outage' });
    expect(states()).toMatchObject({ failed: 0, held: 0 });

    rehearsal.proxy.misbehave(() => 'pass');
    expect((await rehearsal.run()).stopped).toBeUndefined();
    expect(differences(rows)).toEqual([]);
  });

  test('by an interrupt lets the calls in flight finish and commits what they brought', async () => {
    await rehearsal.plan(crowd(12).map(({ vendor_data }) => ({ vendor_data })));
    const stop = new AbortController();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    rehearsal.proxy.misbehave(async ({ call, nth }): Promise<Fault> => {
      if (call === 'create' && nth > 1) await held;
      return 'pass';
    });
    const running = rehearsal.run({ stop, faces: 'off', concurrency: 3 });
    await until(() => rehearsal.proxy.requests.length === 4);
    stop.abort(new MigrateError('interrupted'));
    release?.();
    expect(await running).toEqual({ stopped: 'interrupted', calls: { create: 4 } });
    expect(rehearsal.sandbox.state.users.size).toBe(4);
    expect([...rehearsal.checkpoint.report.results()].filter(({ diditId }) => diditId !== null)).toHaveLength(4);

    const next = await rehearsal.run({ faces: 'off' });
    expect(next.calls.create).toBe(8);
    expect(rehearsal.sandbox.state.users.size).toBe(12);
    expect(states()).toMatchObject({ done: 12 });
  });

  test('by a full disk goes on when there is room', async () => {
    await rehearsal.plan(crowd(8).map(({ vendor_data }) => ({ vendor_data })));
    const { database } = rehearsal.checkpoint;
    const pages = database.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    database.all(`PRAGMA max_page_count = ${pages}`);
    const filler = 'x'.repeat(100_000);
    rehearsal.proxy.misbehave(() => ({ status: 201, body: { didit_internal_id: filler, status: 'ACTIVE' } }));
    expect(await rehearsal.run()).toMatchObject({ stopped: 'disk_full' });
    expect(states()).toMatchObject({ failed: 0, done: 0 });

    database.all('PRAGMA max_page_count = 1000000');
    rehearsal.proxy.misbehave(() => 'pass');
    await rehearsal.run();
    expect(states()).toMatchObject({ done: 8 });
  });
});

describe('a run that dies', () => {
  /** Requests of an undisturbed run: p1 with a face, p2 to be BLOCKED with a face, p3 alone. */
  const ROWS: readonly Row[] = [
    { vendor_data: 'p1', status: 'ACTIVE', face: 'one.jpg' },
    { vendor_data: 'p2', status: 'BLOCKED', face: 'two.jpg' },
    { vendor_data: 'p3', status: 'FLAGGED' },
  ];
  const REQUESTS = 7;

  test.each(
    (['drop before', 'drop after'] as const).flatMap((fault) =>
      Array.from({ length: REQUESTS }, (_, n) => [fault, n + 1] as const),
    ),
  )('(%s request %i) leaves what the next run needs to make each user and each face once', async (fault, fatal) => {
    await addFaces(ROWS);
    await rehearsal.plan(ROWS);
    const stop = new AbortController();
    let crashed = '';
    rehearsal.proxy.misbehave(() => {
      const count = rehearsal.proxy.requests.length;
      if (count < fatal) return 'pass';
      if (count === fatal) crashed = rehearsal.crashCopy();
      stop.abort(new MigrateError('interrupted'));
      return count === fatal ? fault : 'drop before';
    });
    await rehearsal.run({ stop, concurrency: 1 });
    rehearsal.continueWith(crashed);
    rehearsal.proxy.misbehave(() => 'pass');
    expect((await rehearsal.run()).stopped).toBeUndefined();

    expect(states()).toMatchObject({ done: 3 });
    expect(differences(ROWS)).toEqual([]);
    expect(await rehearsal.run()).toEqual({ calls: {} });
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(2);
}

test('what was given up is not tried again once a newer record speaks against it', async () => {
  await rehearsal.plan([{ vendor_data: 'p1' }]);
  rehearsal.proxy.misbehave(({ call }) => (call === 'create' ? { status: 400, body: { full_name: ['Too long.'] } } : 'pass'));
  await rehearsal.run();
  expect(states()).toMatchObject({ failed: 1 });
  rehearsal.proxy.misbehave(() => 'pass');

  await rehearsal.plan([{ vendor_data: 'p1', status: 'DECLIND' as DiditStatus }]);
  expect(rehearsal.checkpoint.items.retry(undefined)).toBe(0);
  expect(await rehearsal.run()).toEqual({ calls: {} });
  expect(rehearsal.result('p1')).toMatchObject({ state: 'failed', code: 'winner_invalid' });

  // Mended, it is what counts.
  await rehearsal.plan([{ vendor_data: 'p1', status: 'BLOCKED' }]);
  await rehearsal.run();
  expect(rehearsal.user('p1')?.statusHistory.map(({ status }) => status)).toEqual(['FLAGGED', 'BLOCKED']);
});

test('a limit and a list of ids bound as well who gets the face that an earlier run has left', async () => {
  const rows = crowd(5);
  await addFaces(rows);
  await rehearsal.plan(rows);
  await rehearsal.run({ faces: 'off' });
  expect(await rehearsal.run({ limit: 1 })).toMatchObject({ calls: { upload: 1 } });
  rehearsal.checkpoint.items.boundTo(['p4']);
  expect(await rehearsal.run({ begin: 'bound' })).toEqual({ calls: { upload: 1 } });
  expect(rehearsal.user('p4')?.faces).toHaveLength(1);
  expect(await rehearsal.run()).toMatchObject({ calls: { upload: 2 } });
});

test('people whose faces are left under skip take nobody’s place within a limit', async () => {
  await rehearsal.addFace('one.jpg');
  await rehearsal.elsewhere('POST', '/v3/users/create/', { vendor_data: 'p1' });
  await rehearsal.plan([{ vendor_data: 'p1', face: 'one.jpg' }, { vendor_data: 'p2' }, { vendor_data: 'p3' }]);
  for (let round = 1; round <= 3; round += 1) await rehearsal.run({ onExisting: 'skip', limit: 1 });
  expect(states()).toMatchObject({ done: 3 });
});
