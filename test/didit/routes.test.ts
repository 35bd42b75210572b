import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CREATE_PATH, facesPath, statusPath, userPath } from '../../src/didit/routes.js';

const target = { baseUrl: 'https://example.com', organizationId: 'org', applicationId: 'app' };

test('paths are those of the documentation, with their trailing slashes', () => {
  expect(CREATE_PATH).toBe('/v3/users/create/');
  expect(userPath('user-1')).toBe('/v3/users/user-1/');
  expect(statusPath('user-1')).toBe('/v3/users/user-1/update-status/');
  expect(facesPath(target, 'id-1')).toBe('/v3/organization/org/application/app/vendor-users/by-id/id-1/faces/');
});

test('an id goes into the path byte for byte and as one segment', () => {
  expect(userPath('Jörg+1@example.com')).toBe('/v3/users/J%C3%B6rg%2B1%40example.com/');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (id) => {
      const [, , , segment = '', end, ...more] = userPath(id).split('/');
      expect([decodeURIComponent(segment), end, more]).toEqual([id, '', []]);
    }),
  );
});
