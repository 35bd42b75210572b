import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../src/read/json-api.js';
import { NdjsonReader } from '../../src/read/ndjson.js';
import { ROOMY, readAll, readJson } from './read-all.js';

const to = (type: string, id: string) => ({ data: { type, id } });
const account = (id: string, relationships = {}) => ({
  type: 'account',
  id,
  attributes: { reference: `u-${id}` },
  relationships,
});
const inquiry = (id: string, relationships = {}) => ({ type: 'inquiry', id, attributes: { status: 'approved' }, relationships });

const country = { type: 'country', id: 'NLD' };
const continent = { type: 'continent', id: 'EU' };
const netherlands = { ...country, relationships: { continent: { data: continent } } };

describe('a record takes along what it refers to', () => {
  const first = inquiry('i1', { account: to('account', 'a1'), session: { data: null }, sessions: { links: {} } });
  const second = inquiry('i2', {
    verifications: {
      data: [
        { type: 'verification', id: 'v1' },
        { type: 'verification', id: 'v2' },
      ],
    },
  });
  const third = inquiry('i3');
  const included = [
    account('a1', { country: { data: country } }),
    { type: 'verification', id: 'v1' },
    { type: 'verification', id: 'v2' },
    { type: 'verification', id: 'v3' },
    netherlands,
    continent,
  ];
  const records = [
    { ...first, included: [included[0], netherlands] },
    { ...second, included: [included[1], included[2]] },
    third,
  ];

  test.each([
    ['behind the records', { data: [first, second, third], included }],
    ['before them', { included, data: [first, second, third] }],
    ['in a page that is an element of a list', [{ data: [first, second, third], included }]],
  ])('%s', (_, document) => {
    for (const chunkBytes of [1, 100, ROOMY]) {
      const read = readJson(JSON.stringify(document), { recordPaths: ['data', '$'] }, chunkBytes);
      expect(read.error).toBeUndefined();
      expect(read.records).toEqual(records.map((fields, index) => ({ number: index + 1, fields })));
    }
  });

  test('in a line of its own, and in the envelope of one record', () => {
    const paths = ['data.attributes.payload.data', 'data'];
    const page = JSON.stringify({ data: [first], included });
    const event = JSON.stringify({ data: { type: 'event', id: 'e1', attributes: { payload: { data: second, included } } } });
    const read = readAll(
      new NdjsonReader({ file: 'export.ndjson', recordPaths: paths, maxRecordBytes: ROOMY }),
      `${page}\n${event}\n`,
    );
    expect(read.records.map(({ fields }) => fields)).toEqual(records.slice(0, 2));
    expect(readJson(event, { recordPaths: paths }).records).toEqual([{ number: 1, fields: records[1] }]);
  });

  test('from the included ones of its own page only', () => {
    const pages = [
      { data: [first], included: [account('a1')] },
      { data: first, included: [account('a1')] },
      { data: [first], included: [account('a2')] },
    ];
    const text = pages.map((page) => JSON.stringify(page)).join('\n');
    const { records: read } = readJson(text, { recordPaths: ['data'] });
    const joined = { ...first, included: [account('a1')] };
    expect(read.map(({ fields }) => fields)).toEqual([joined, joined, first]);
  });

  test('and a page that includes nothing gives its records as they are', () => {
    const { records: read } = readJson(JSON.stringify({ data: [first, third] }), { recordPaths: ['data'] });
    expect(read.map(({ fields }) => fields)).toEqual([first, third]);
  });

  test('and what is damaged among them costs no other', () => {
    const text = `{"data":[${JSON.stringify(first)},{"id":nul},{"id":"${'x'.repeat(3000)}"},{"id":"last"}],"included":${JSON.stringify(included)}}`;
    const { records: read } = readJson(text, { recordPaths: ['data'], maxRecordBytes: 2000 }, 64);
    expect(read.map((record) => ('problems' in record ? record.problems[0]?.code : record.fields['id']))).toEqual([
      'i1',
      'json_malformed',
      'record_too_large',
      'last',
    ]);
  });

  test('and come before the error of a document that breaks off', () => {
    const text = JSON.stringify({ data: [first, third], included });
    const { records: read, error } = readJson(text.slice(0, -30), { recordPaths: ['data'] });
    expect(read).toHaveLength(2);
    expect(error).toMatchObject({ code: 'export_broken', detail: { records: 2 } });
  });
});

test('an included resource that cannot be read ends the reading: nobody knows who needs it', () => {
  const text = '{"data":[{"type":"a","id":"1","relationships":{}}],"included":[{"type":nul}]}';
  expect(String(readJson(text, { recordPaths: ['data'] }).error)).toContain('an included resource cannot be read');
});

test('a key that comes twice in an included resource is a problem of the records that refer to it', () => {
  const twice = JSON.stringify(account('a1')).replace('{', '{"attributes":{"status":"failed","status":"passed"},');
  const record = (id: string, to: string) =>
    JSON.stringify({ type: 'inquiry', id, relationships: { account: { data: { type: 'account', id: to } } } });
  const data = [record('1', 'a1'), record('2', 'a2'), record('3', 'none')].join();
  for (const text of [
    `{"data":[${data}],"included":[${twice},${JSON.stringify(account('a2'))}]}`,
    `{"included":[${JSON.stringify(account('a2'))},${twice}],"data":[${data}]}`,
  ]) {
    const { records, error } = readJson(text, { recordPaths: ['data'] }, 7);
    expect(error).toBeUndefined();
    expect(records.map((read) => ('problems' in read ? read.problems : read.fields['id']))).toEqual([
      [{ code: 'key_repeated', detail: { key: 'status' } }],
      '2',
      '3',
    ]);
  }
  const named = '{"data":[],"included":[{"type":"account","id":"a1","id":"a2"}]}';
  expect(String(readJson(named, { recordPaths: ['data'] }).error)).toContain('an included resource has two names');
});

test('records by the thousand wait on the disk for what is included behind them', () => {
  const filler = 'x'.repeat(1000);
  const ids = Array.from({ length: 6000 }, (_, index) => `${index}`);
  const data = ids.map((id) => ({ ...inquiry(id, { account: to('account', id) }), filler }));
  const included = ids.map((id) => ({ ...account(id), filler })).reverse();
  const { records } = readJson(JSON.stringify({ data, included }), { recordPaths: ['data'] }, 64 * 1024);
  expect(records).toHaveLength(6000);
  expect(records.every(({ number, fields }) => fields['id'] === `${number - 1}`)).toBe(true);
  expect(records[4321]?.fields).toEqual({ ...data[4321], included: [{ ...account('4321'), filler }] });
});

test.each([
  [{ type: 'account', id: 'a' }, '["account","a"]'],
  [{ type: 'account', id: 7 }, '["account","7"]'],
  [{ type: 'account' }, undefined],
  [{ id: 'a' }, undefined],
  [null, undefined],
  [['account', 'a'], undefined],
])('the key of %j is %s', (resource, key) => {
  expect(resourceKey(resource)).toBe(key);
});
