import sharp from 'sharp';
import { expect, it } from 'vitest';
import { tuneSharp } from '../../src/faces/index.js';

it('leaves sharp one thread per image and nothing to remember', () => {
  tuneSharp();
  expect(sharp.concurrency()).toBe(1);
  expect(sharp.cache()).toMatchObject({ memory: { max: 0 }, items: { max: 0 } });
});
