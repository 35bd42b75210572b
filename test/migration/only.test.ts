import { expect, test } from 'vitest';
import { boundToIds } from '../../src/migration/only.js';
import { Rehearsal } from './rehearsal.js';

const PEOPLE = ['p1', 'P2', 'p3', 'p4'].map((vendor_data) => ({ vendor_data }));

test.each([
  ['a list without a header', 'ids.txt', 'p1\np2\nnobody\n', 3],
  ['a list with a header', 'ids.csv', 'vendor_data\np1\nP2\np1\n', 2],
  ['another export', 'ids.csv', 'name;vendor_data\nTesta;p1\nTesta;p2\n', 2],
  ['JSON', 'ids.json', '[{"vendor_data":"p1"},{"vendor_data":"p2"}]', 2],
  ['a single id', 'ids.txt', 'p1', 1],
])('%s bounds whom a run begins; the others wait for the next one', async (_, name, content, count) => {
  const rehearsal = await Rehearsal.begin();
  await rehearsal.plan(PEOPLE);
  expect(await boundToIds(rehearsal.addFile(name, content), rehearsal.checkpoint)).toBe(count);
  await rehearsal.run({ begin: 'bound' });
  expect([...rehearsal.sandbox.state.users.keys()]).toEqual(content === 'p1' ? ['p1'] : ['p1', 'p2']);
  await rehearsal.run();
  expect(rehearsal.sandbox.state.users.size).toBe(4);
});
