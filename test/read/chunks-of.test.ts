import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { chunksOf } from '../../src/read/chunks-of.js';
import { Workdir } from '../helpers/program.js';

test.each([0, 1, 4096, 256 * 1024, 700_000])('a file of %i bytes comes whole, by path and by descriptor', async (size) => {
  const bytes = randomBytes(size);
  const path = new Workdir().write('export', bytes);
  const descriptor = openSync(path, 'r');
  for (const file of [path, descriptor, descriptor]) expect((await buffer(chunksOf(file))).equals(bytes)).toBe(true);
  closeSync(descriptor);
});

test('a descriptor that is left in the middle stays open', async () => {
  const descriptor = openSync(new Workdir().write('export', Buffer.alloc(600_000)), 'r');
  for await (const _ of chunksOf(descriptor)) break;
  expect((await buffer(chunksOf(descriptor))).length).toBe(600_000);
  closeSync(descriptor);
});

test('what is added while the file is read comes as well', async () => {
  const path = new Workdir().write('export', 'id\n');
  const came: Buffer[] = [];
  for await (const chunk of chunksOf(path)) {
    came.push(chunk);
    if (came.length === 1) appendFileSync(path, '1\n');
  }
  expect(Buffer.concat(came).toString()).toBe('id\n1\n');
});
