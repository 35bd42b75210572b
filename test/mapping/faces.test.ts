import { expect, test } from 'vitest';
import { compileFaces } from '../../src/mapping/faces.js';

const paths = (templates: string[], fields: Parameters<ReturnType<typeof compileFaces>>[0]) =>
  compileFaces(templates)(fields).map((face) => face.path);

test('fields stand in braces, in order of preference', () => {
  expect(paths(['{id}.*', '{own.id}/selfie.jpg'], { id: 'a1', own: { id: 7 } })).toEqual(['a1.*', '7/selfie.jpg']);
});

test('a template that lacks a field gives nothing, and the same place counts once', () => {
  expect(paths(['{id}-{name}.jpg', '{photo}'], { id: 'a1', name: 'N/A', photo: ' ' })).toEqual([]);
  expect(paths(['{a}', '{b}'], { a: 'x.jpg', b: 'x.jpg' })).toEqual(['x.jpg']);
});

test('links and ways out of the folder are handed on for the faces to refuse', () => {
  expect(paths(['{photo}'], { photo: 'https://example.com/a.jpg' })).toEqual(['https://example.com/a.jpg']);
  expect(paths(['{photo}'], { photo: '../a.jpg' })).toEqual(['../a.jpg']);
});
