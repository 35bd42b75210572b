import { expect, test } from 'vitest';
import { freshCheckpoint } from './records.js';

test('files that nobody wants are told by name, in pages', () => {
  const { faceFiles } = freshCheckpoint();
  const names = Array.from({ length: 1200 }, (_, index) => `face-${String(index).padStart(4, '0')}.jpg`);
  faceFiles.add(names);
  faceFiles.add(['face-0003.jpg']);
  faceFiles.want([...names.filter((_, index) => index % 2 === 0), 'not-there.jpg']);
  expect(faceFiles.countUnwanted()).toBe(600);
  expect([...faceFiles.unwanted()]).toEqual(names.filter((_, index) => index % 2 === 1));
});
