import { expect, onTestFinished, test } from 'vitest';
import { firstUserIn, Probe, TEST_USER, userIn } from '../../src/didit/index.js';
import { answer, type Reply, scriptedServer, silence, throttled } from '../helpers/scripted-server.js';

async function probeOf(...script: Reply[]) {
  const server = await scriptedServer(...script);
  const target = { baseUrl: server.baseUrl, organizationId: 'o', applicationId: 'a' };
  const probe = new Probe({ target, apiKey: 'key', requestTimeoutMs: 300 });
  onTestFinished(() => probe.close());
  return { server, probe };
}

test('a bad answer comes back as it is, and nothing is asked twice', async () => {
  const { server, probe } = await probeOf(answer(403, { detail: 'No.' }), answer(500, 'broken'), silence);
  expect(await probe.getUser('p1')).toMatchObject({ status: 403, refusal: { shape: 'detail' } });
  expect(await probe.createUser({ vendor_data: 'p1' })).toMatchObject({ status: 500, body: undefined });
  expect(await probe.listFaces('id')).toMatchObject({ status: undefined, reason: 'timeout' });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v3/users/p1/',
    'POST /v3/users/create/',
    'GET /v3/organization/o/application/a/vendor-users/by-id/id/faces/',
  ]);
});

test('only being asked to wait makes it ask again', async () => {
  const { server, probe } = await probeOf(throttled({ 'retry-after': '0.05' }), answer(200, { didit_internal_id: 'd1' }));
  expect(userIn(await probe.getUser('p1'))?.didit_internal_id).toBe('d1');
  expect(server.requests).toHaveLength(2);
});

test('nobody but its own test users can be deleted', async () => {
  const { server, probe } = await probeOf(answer(200, { deleted: 1 }));
  expect(() => probe.deleteTestUser('p1')).toThrow('A probe deletes its own user alone.');
  expect(await probe.deleteTestUser(`${TEST_USER}1`)).toMatchObject({ status: 200, body: { deleted: 1 } });
  expect(await server.requests[0]?.body).toBe(`{"vendor_data_list":["${TEST_USER}1"]}`);
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['an envelope', { count: 1, next: null, results: [{ didit_internal_id: 'd1' }] }],
  ['a bare list', [{ didit_internal_id: 'd1' }]],
])('a user of a list in %s', async (_, body) => {
  const { probe } = await probeOf(answer(200, body));
  expect(firstUserIn(await probe.anyUser())?.didit_internal_id).toBe('d1');
});

test('an empty list has no user', async () => {
  const { probe } = await probeOf(answer(200, { results: [] }));
  expect(firstUserIn(await probe.anyUser())).toBeUndefined();
});
