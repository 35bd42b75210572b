import { beforeEach, expect, test } from 'vitest';
import { Planning } from './planning.js';

const mapping = (warn: string) => `
provider: acme
shapes:
  - name: page
    detect: [id, page]
    needs: [{any: [name.first, name.full], else: Export again with the names.${warn}}]
    skip: [{when: {state: draft}, reason: a draft}]
    user: {vendor_data: id, full_name: name.full}
    status: [{when: {state: ok}, then: ACTIVE}, {otherwise: skip, reason: unfinished}]
  - {name: other, detect: [id], user: {vendor_data: id}, status: [{always: ACTIVE}]}
`;
const nameless = { id: 'p1', page: 1, state: 'ok', name: null };

let planning: Planning;
beforeEach(() => {
  planning = new Planning();
});
const plan = async (records: readonly Parameters<Planning['write']>[1][], warn = '') => {
  const files = records.map((list, index) => planning.write(`${index}.ndjson`, list));
  return planning.planFiles(files, await planning.mapping(mapping(warn)));
};

test('an export without what its mapping needs is refused once, with the way to export again', async () => {
  await expect(plan([[nameless, nameless]])).rejects.toMatchObject({
    code: 'export_lacks',
    exit: 2,
    detail: { advice: 'Export again with the names.', mapping: 'former' },
  });
  expect(planning.checkpoint.plan.isEmpty()).toBe(true);
});

test('one record of any export that has it is enough', async () => {
  expect(await plan([[nameless], [{ ...nameless, id: 'p2', name: { full: 'Testa Sample' } }]])).toBe(2);
});

test('records of another shape and skipped ones ask for nothing', async () => {
  expect(await plan([[{ id: 'p1' }, { ...nameless, state: 'draft' }, { ...nameless, state: 'odd' }]])).toBe(1);
});

test('a need that only warns is said, and the plan is made', async () => {
  expect(await plan([[nameless]], ', warn: true')).toBe(1);
  expect(planning.advice).toEqual(['Export again with the names.']);
});
