import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseProfile } from '../../src/sandbox/index.js';
import { type Talk, talkToSandbox } from './talk.js';

async function idsAt({ send }: Talk, query: string): Promise<string[]> {
  const { status, body } = await send('GET', `/v3/users/?${query}`);
  expect(status).toBe(200);
  return body.results.map(({ vendor_data }) => vendor_data);
}

async function threePeople(profile?: string): Promise<Talk> {
  const talk = await talkToSandbox(profile === undefined ? {} : { profile: parseProfile(profile) });
  await talk.createUser({ vendor_data: 'a', full_name: 'Jane Sample', issuing_states: { ESP: 1 } });
  await talk.createUser({ vendor_data: 'b', approved_emails: { 'jane@example.com': true }, status: 'FLAGGED' });
  await talk.createUser({ vendor_data: 'c', approved_phones: { '+34600000001': true }, display_name: 'Tes' });
  return talk;
}

test.each([
  ['status=FLAGGED', 'b'],
  ['search=jane', 'a b'],
  ['search=%2B346', 'c'],
  ['search=tes', 'c'],
  ['search=jane&status=ACTIVE', 'a'],
  ['country=ESP', 'a'],
  ['country_code=ESP', 'a'],
  ['created_after=2001-01-01', 'a b c'],
  ['created_before=2001-01-01T00:00:00Z', ''],
  ['last_activity_after=2001-01-01', ''],
  ['unknown=1', 'a b c'],
])('list finds by %s: %s', async (query, ids) => {
  expect((await idsAt(await threePeople(), query)).join(' ')).toBe(ids);
});

test.each(['status=Approved', 'created_after=yesterday', 'last_activity_before=1', 'cursor=!'])(
  'list refuses %s, keyed by the filter',
  async (query) => {
    const { send } = await threePeople();
    const { status, body } = await send('GET', `/v3/users/?${query}`);
    expect([status, Object.keys(body)]).toEqual([400, [query.split('=')[0]]]);
  },
);

test('by cursor, next leads through everybody though others are deleted on the way', async () => {
  const talk = await threePeople();
  const { body } = await talk.send('GET', '/v3/users/?page_size=1&search=');
  expect(body.results).toMatchObject([{ vendor_data: 'a' }]);
  const next = body.next?.replace(talk.sandbox.baseUrl, '') ?? '';
  expect(next).toMatch(/page_size=1&search=&cursor=\w+$/);
  await talk.send('POST', '/v3/users/delete/', { vendor_data_list: ['a'] });
  const second = await talk.send('GET', next);
  expect(second.body.results).toMatchObject([{ vendor_data: 'b' }]);
  const third = await talk.send('GET', second.body.next?.replace(talk.sandbox.baseUrl, '') ?? '');
  expect(third.body).toMatchObject({ next: null, results: [{ vendor_data: 'c' }] });
});

test('a page by cursor holds at most 200', async () => {
  const talk = await talkToSandbox({ seedUsers: 201 });
  expect(await idsAt(talk, 'page_size=1000')).toHaveLength(200);
});

test('under list=offset there are no filters and no cursor', async () => {
  const talk = await threePeople('list=offset');
  expect(await idsAt(talk, 'status=FLAGGED&page_size=1')).toEqual(['a', 'b', 'c']);
});

test('under list=cursor limit and offset mean nothing, and the count is the count', async () => {
  const talk = await talkToSandbox({ profile: parseProfile('list=cursor'), seedUsers: 120 });
  expect(await idsAt(talk, 'limit=1&offset=60')).toHaveLength(50);
  expect((await talk.send('GET', '/v3/users/')).body.count).toBe(120);
});

test('the newest session comes first, then those without one in the order of their creation', async () => {
  const talk = await threePeople();
  talk.sandbox.addSession('c');
  await delay(5);
  talk.sandbox.addSession('b');
  expect(await idsAt(talk, '')).toEqual(['b', 'c', 'a']);
});
