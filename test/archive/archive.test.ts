import { execFileSync } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.js';
import { zipOf } from '../helpers/zip.js';

let base: string;
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'archive-')));
  await writeFile(join(base, 'text.zip'), 'no zip');
  await writeFile(join(base, 'faces.backup'), zipOf([{ name: 'one.jpg', content: 'one' }]));
  execFileSync('mkfifo', [join(base, 'pipe')]);
});
afterAll(() => rm(base, { recursive: true }));

test('a folder and a zip give the same file, whatever the zip is called', async () => {
  await writeFile(join(base, 'one.jpg'), 'one');
  for (const path of [base, join(base, 'faces.backup')]) {
    const archive = await openArchive(path);
    expect(await archive.find('one.*')).toEqual({ name: 'one.jpg', size: 3 });
    expect((await archive.read('one.jpg')).toString()).toBe('one');
    await archive.close();
  }
});

test.each([
  ['none', 'no such file or directory'],
  ['text.zip', 'it is not a zip file, or it is cut off, damaged or one of several parts'],
  ['pipe', 'it is neither a folder nor a file'],
])('%s cannot be opened, and is named together with the reason', async (name, reason) => {
  await expect(openArchive(join(base, name))).rejects.toMatchObject({
    code: 'archive_unusable',
    message: `${join(base, name)} cannot be opened: ${reason}.`,
  });
});
