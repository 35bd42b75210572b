import { expect, test } from 'vitest';
import { checkMapping } from '../../src/mapping/check.js';
import { pathsBelow } from '../../src/mapping/paths-below.js';

test('what a mapping reads of a lookup is found in fields, conditions and templates', () => {
  const mapping = checkMapping(
    `
provider: ids.acme
lookup: {ids: {on: id, key: id}, more: {on: ids.more_id, key: id}}
shapes:
  - name: a
    detect: [id]
    skip: [{when: {ids.closed: yes}, reason: closed}]
    user: {vendor_data: {from: [id, ids.user_id]}, full_name: {template: "{ids.first} {more.last}"}, email: idsx.mail}
    status: [{when: [{"ids[].state": ok}, {s: ok}], then: ACTIVE}, {otherwise: problem}]
    faces: ["{ids.photo}"]
`,
    'ours.yaml',
  );
  expect(pathsBelow('ids', mapping)).toEqual([
    'ids.closed',
    'ids.user_id',
    'ids.first',
    'ids[].state',
    'ids.photo',
    'ids.more_id',
  ]);
});
