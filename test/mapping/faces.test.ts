import { describe, expect, test } from 'vitest';
import { compileFaces } from '../../src/mapping/faces.js';
import type { FaceReference } from '../../src/model.js';

type Fields = Parameters<ReturnType<typeof compileFaces>>[0];
const faces = (templates: string[], fields: Fields) => compileFaces(templates)(fields);
const files = (...paths: string[]): FaceReference[] => paths.map((path) => ({ kind: 'file', path }));

test('fields stand in braces, in order of preference', () => {
  expect(faces(['{id}.*', '{own.id}/selfie.jpg'], { id: 'a1', own: { id: 7 } })).toEqual(files('a1.*', '7/selfie.jpg'));
});

test('a template that lacks a field gives nothing, and the same place counts once', () => {
  expect(faces(['{id}-{name}.jpg', '{photo}'], { id: 'a1', name: 'N/A', photo: ' ' })).toEqual([]);
  expect(faces(['{a}', '{b}'], { a: 'x.jpg', b: 'x.jpg' })).toEqual(files('x.jpg'));
});

test('a path that leads to several values gives one for each, five at most', () => {
  expect(faces(['{id}/{photos[].name}'], { id: 'a1', photos: [{ name: 'x.jpg' }, { name: 'y.jpg' }] })).toEqual(
    files('a1/x.jpg', 'a1/y.jpg'),
  );
  expect(faces(['{photos[]}'], { photos: ['1', '2', '3', '4', '5', '6'] })).toHaveLength(5);
});

test('ways out of the folder and addresses of other kinds are handed on for the faces to refuse', () => {
  expect(faces(['{photo}'], { photo: '../a.jpg' })).toEqual(files('../a.jpg'));
  expect(faces(['{photo}'], { photo: 'ftp://example.com/a.jpg' })).toEqual(files('ftp://example.com/a.jpg'));
});

describe('what fills a template is told by what it looks like', () => {
  const base64 = Buffer.alloc(900, 7).toString('base64');
  test.each<[string, FaceReference]>([
    ['https://example.com/a.jpg?signature=x', { kind: 'link', url: 'https://example.com/a.jpg?signature=x' }],
    ['HTTP://example.com/a.jpg', { kind: 'link', url: 'HTTP://example.com/a.jpg' }],
    ['data:image/png;base64,AAAA', { kind: 'inline', data: 'data:image/png;base64,AAAA' }],
    [base64, { kind: 'inline', data: base64 }],
    [`${base64.slice(0, 64)}\n${base64.slice(64)}==`, { kind: 'inline', data: `${base64.slice(0, 64)}\n${base64.slice(64)}==` }],
    [`${base64}.jpg`, { kind: 'file', path: `${base64}.jpg` }],
    ['AAAA', { kind: 'file', path: 'AAAA' }],
    [`didit-migrate:image:${'a'.repeat(64)}`, { kind: 'kept', sha256: 'a'.repeat(64) }],
  ])('%.40s', (photo, reference) => {
    expect(faces(['{photo}'], { photo })).toEqual([reference]);
  });

  test('so a prefix in the template makes bare base64 of any length an image', () => {
    expect(faces(['data:;base64,{photo}'], { photo: 'AAAA' })).toEqual([{ kind: 'inline', data: 'data:;base64,AAAA' }]);
    const mark = `didit-migrate:image:${'a'.repeat(64)}`;
    expect(faces(['data:;base64,{photo}'], { photo: mark })).toEqual([{ kind: 'kept', sha256: 'a'.repeat(64) }]);
  });
});
