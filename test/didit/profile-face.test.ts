import { expect, test } from 'vitest';
import { readFacePage, readFaceUuid } from '../../src/didit/profile-face.js';

const uploaded = { uuid: 'face-1', comment: 'mark-1', image_url: 'https://example.com/signed', uploaded_by: 'api' };

test('an uploaded face is known by its uuid', () => {
  expect(readFaceUuid(uploaded)).toBe('face-1');
  for (const body of [null, {}, [], { uuid: '' }, { uuid: 1 }]) expect(readFaceUuid(body)).toBeUndefined();
});

test('a page of faces is a bare list or the envelope of other lists', () => {
  const faces = [{ uuid: 'face-1', comment: 'mark-1' }];
  expect(readFacePage([uploaded])).toEqual({ faces, next: undefined });
  expect(readFacePage({ results: [uploaded] })).toEqual({ faces, next: undefined });
  expect(readFacePage({ count: 2, next: '/more', previous: null, results: [uploaded] })).toEqual({ faces, next: '/more' });
});

test('the signed address of an image is not kept', () => {
  expect(JSON.stringify(readFacePage([uploaded]))).not.toContain('signed');
});

test('a face without a comment has an empty one', () => {
  expect(readFacePage([{ uuid: 'face-1' }, { uuid: 'face-2', comment: null }])?.faces.map(({ comment }) => comment)).toEqual([
    '',
    '',
  ]);
});

test.each([null, 'faces', {}, { results: {} }, [{ comment: 'no uuid' }], { results: [{}] }])('%j is no page of faces', (body) => {
  expect(readFacePage(body)).toBeUndefined();
});
