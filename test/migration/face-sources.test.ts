import { beforeEach, describe, expect, test } from 'vitest';
import { always } from '../helpers/faulty-proxy.js';
import { portrait } from '../helpers/images.js';
import { scriptedServer } from '../helpers/scripted-server.js';
import { Rehearsal } from './rehearsal.js';

let rehearsal: Rehearsal;
beforeEach(async () => {
  rehearsal = await Rehearsal.begin();
});

const facesOf = (vendorData: string) => rehearsal.user(vendorData)?.faces.length;
const imagesKept = () => rehearsal.checkpoint.database.all('SELECT sha256 FROM images').length;

describe('an image in the record', () => {
  const uri = async (seed: number) => `data:image/jpeg;base64,${(await portrait(seed)).toString('base64')}`;

  test('is kept once, uploaded, and gone from the checkpoint when it is no longer needed', async () => {
    await rehearsal.plan([
      { vendor_data: 'p1', face: await uri(1) },
      { vendor_data: 'p2', face: await uri(2) },
    ]);
    expect(imagesKept()).toBe(2);
    expect(await rehearsal.run()).toEqual({ calls: { create: 2, upload: 2, 'list faces': 1 } });
    expect([facesOf('p1'), facesOf('p2')]).toEqual([1, 1]);
    expect(imagesKept()).toBe(0);
  });

  test('survives a run without faces', async () => {
    await rehearsal.plan([{ vendor_data: 'p1', face: await uri(1) }]);
    await rehearsal.run({ faces: 'off' });
    expect(imagesKept()).toBe(1);
    await rehearsal.run();
    expect([facesOf('p1'), imagesKept()]).toEqual([1, 0]);
  });

  test('that Didit refuses goes into the rejects as a mark, which leads to it when it is fed back', async () => {
    await rehearsal.plan([{ vendor_data: 'p1', face: await uri(1) }]);
    rehearsal.proxy.misbehave(always('upload', { status: 400, body: { image: ['No face detected.'] } }));
    await rehearsal.run();
    const [reject] = rehearsal.checkpoint.report.rejects('csv');
    const mark = String(reject?.fields['face']);
    expect(mark).toMatch(/^didit-migrate:image:[0-9a-f]{64}$/);

    rehearsal.proxy.misbehave(() => 'pass');
    await rehearsal.plan([{ vendor_data: 'p1', full_name: 'Testa Mended', face: mark }]);
    await rehearsal.run();
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
    expect([facesOf('p1'), imagesKept()]).toEqual([1, 0]);
  });

  test('that is no base64 costs no request', async () => {
    await rehearsal.plan([{ vendor_data: 'p1', face: 'data:image/jpeg;base64,?' }]);
    expect(await rehearsal.run()).toEqual({ calls: { create: 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faceCodes: 'face_not_base64' });
  });
});

describe('an image behind a link', () => {
  const serving = async () => {
    const image = await portrait(1);
    return scriptedServer((_, response) => void response.end(image));
  };

  test('is fetched once and uploaded', async () => {
    const host = await serving();
    await rehearsal.plan([{ vendor_data: 'p1', face: `${host.baseUrl}/a?signature=x` }]);
    expect(await rehearsal.run({ fetchFaces: true })).toEqual({ calls: { create: 1, upload: 1, 'list faces': 1 } });
    expect(host.requests).toHaveLength(1);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
  });

  test('is left where fetching was not asked for, and taken up when it is', async () => {
    const host = await serving();
    await rehearsal.plan([{ vendor_data: 'p1', face: host.baseUrl }]);
    await rehearsal.run();
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_needs_fetch' });
    await rehearsal.reopenFaces();
    expect(await rehearsal.run()).toEqual({ calls: {} });
    expect(host.requests).toHaveLength(0);

    await rehearsal.reopenFaces({ fetchFaces: true });
    expect(await rehearsal.run({ fetchFaces: true })).toEqual({ calls: { upload: 1, 'list faces': 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded' });
  });

  test('whose host is out waits for the next run', async () => {
    const image = await portrait(1);
    let out = true;
    const host = await scriptedServer((_, response) => void (out ? response.writeHead(503).end() : response.end(image)));
    await rehearsal.plan([{ vendor_data: 'p1', face: host.baseUrl }]);
    expect(await rehearsal.run({ fetchFaces: true })).toEqual({ calls: { create: 1 } });
    expect(host.requests).toHaveLength(3);
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'pending', faceCodes: 'face_link_unreachable' });
    expect(rehearsal.checkpoint.totals.faceCodes()).toMatchObject([{ detail: { reason: 'answer 503' } }]);

    out = false;
    expect(await rehearsal.run({ fetchFaces: true })).toEqual({ calls: { upload: 1, 'list faces': 1 } });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'done', faces: 'uploaded', faceCodes: null });
  });

  test('that is gone is refused, once', async () => {
    const host = await scriptedServer((_, response) => void response.writeHead(410).end());
    await rehearsal.plan([{ vendor_data: 'p1', face: host.baseUrl }]);
    await rehearsal.run({ fetchFaces: true });
    expect(rehearsal.result('p1')).toMatchObject({ state: 'partial', faces: 'refused', faceCodes: 'face_link_expired' });
    await rehearsal.reopenFaces({ fetchFaces: true });
    await rehearsal.run({ fetchFaces: true });
    expect(host.requests).toHaveLength(1);
  });
});
