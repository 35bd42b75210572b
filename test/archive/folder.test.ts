import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Archive, openArchive } from '../../src/archive/archive.js';
import { problemOf } from '../../src/errors.js';
import { collect } from '../helpers/collect.js';

let base: string;
let root: string;
let archive: Archive;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'archive-')));
  root = join(base, 'faces');
  await mkdir(join(root, 'album'), { recursive: true });
  await writeFile(join(base, 'secret.jpg'), 'outside');
  await writeFile(join(root, 'one.jpg'), 'one');
  await writeFile(join(root, 'album', 'two.PNG'), 'two!');
  archive = await openArchive(root);
});
afterEach(async () => {
  await archive.close();
  await rm(base, { recursive: true });
});

describe('a folder', () => {
  it('finds a file by its name, with its size, and reads it', async () => {
    expect(await archive.find('one.jpg')).toEqual({ name: 'one.jpg', size: 3 });
    expect(await archive.find('album/two.PNG')).toEqual({ name: 'album/two.PNG', size: 4 });
    expect((await archive.read('album/two.PNG')).toString()).toBe('two!');
  });

  it('takes a path in any notation that means a file inside', async () => {
    for (const path of ['./one.jpg', 'album/../one.jpg', 'album\\..\\one.jpg', 'album//..//one.jpg']) {
      expect(await archive.find(path)).toEqual({ name: 'one.jpg', size: 3 });
    }
    expect(await archive.find('album\\two.PNG')).toEqual({ name: 'album/two.PNG', size: 4 });
  });

  it('tries the known image extensions in either case for .*', async () => {
    expect(await archive.find('one.*')).toEqual({ name: 'one.jpg', size: 3 });
    expect(await archive.find('album/two.*')).toEqual({ name: 'album/two.PNG', size: 4 });
    await writeFile(join(root, 'notes.txt'), 'no image');
    expect(await archive.find('notes.*')).toBeUndefined();
  });

  it.each(['NFC', 'NFD'] as const)('finds a name stored in %s under either form', async (form) => {
    await writeFile(join(root, 'Zoë Sample.jpg'.normalize(form)), 'zoë');
    for (const asked of ['NFC', 'NFD']) {
      for (const path of ['Zoë Sample.jpg', 'Zoë Sample.*']) {
        const entry = await archive.find(path.normalize(asked));
        expect(entry && (await archive.read(entry.name)).toString()).toBe('zoë');
      }
    }
  });

  it('finds a name in other upper and lower case where it means one file', async () => {
    expect(await archive.find('ALBUM/Two.png')).toEqual({ name: 'album/two.PNG', size: 4 });
    expect(await archive.find('Album/TWO.*')).toEqual({ name: 'album/two.PNG', size: 4 });
  });

  it('does not choose between several people', async () => {
    await writeFile(join(root, 'album', 'TWO.jpg'), 'another two');
    await expectRefused('album/Two.*', 'face_ambiguous');
    expect(await archive.find('album/two.*')).toEqual({ name: 'album/two.PNG', size: 4 });
  });

  it('lists its files without those of file managers, and streams one', async () => {
    await writeFile(join(root, '.DS_Store'), '');
    await mkdir(join(root, '__MACOSX'));
    await writeFile(join(root, '__MACOSX', '._one.jpg'), '');
    await symlink(base, join(root, 'elsewhere'));
    await symlink(join(base, 'secret.jpg'), join(root, 'secret.jpg'));
    expect((await collect(archive.members())).sort((a, b) => a.size - b.size)).toEqual([
      { name: 'one.jpg', size: 3 },
      { name: 'album/two.PNG', size: 4 },
    ]);
    expect(await text(await archive.stream('album/two.PNG'))).toBe('two!');
    await expect(archive.stream('../secret.jpg')).rejects.toMatchObject({ code: 'face_outside' });
  });

  it('follows a link that stays inside', async () => {
    await symlink(join(root, 'one.jpg'), join(root, 'album', 'link.jpg'));
    expect(await archive.find('album/link.*')).toEqual({ name: 'album/link.jpg', size: 3 });
    expect((await archive.read('album/link.jpg')).toString()).toBe('one');
  });

  it('may itself be reached by a link', async () => {
    await symlink(root, join(base, 'link'));
    const linked = await openArchive(join(base, 'link'));
    expect(linked.root).toBe(root);
    expect(await linked.find('one.jpg')).toEqual({ name: 'one.jpg', size: 3 });
  });

  it('has nothing under a name that nobody stored', async () => {
    await symlink(join(root, 'nowhere'), join(root, 'dangling.jpg'));
    for (const path of ['two.jpg', 'one.jpg/two.jpg', 'none/one.jpg', 'dangling.jpg', `${'x'.repeat(300)}.jpg`]) {
      expect(await archive.find(path)).toBeUndefined();
      await expect(archive.read(path)).rejects.toMatchObject({ code: 'face_missing' });
    }
  });
});

describe('no way leads out of the folder', () => {
  it.each([
    '../secret.jpg',
    '..',
    'album/../../secret.jpg',
    '..\\secret.jpg',
    'album\\..\\..\\secret.jpg',
    '/etc/hostname',
    '//server/share/secret.jpg',
    '\\\\server\\share\\secret.jpg',
    'C:\\faces\\secret.jpg',
    'c:/faces/secret.jpg',
    '../secret.*',
    'one.jpg\0.png',
  ])('%j is outside', async (path) => {
    await expectRefused(path, 'face_outside');
  });

  it('a link to a file or a folder elsewhere is outside', async () => {
    await symlink(join(base, 'secret.jpg'), join(root, 'secret.jpg'));
    await symlink(base, join(root, 'elsewhere'));
    await symlink('/dev/zero', join(root, 'zero.jpg'));
    for (const path of ['secret.jpg', 'secret.*', 'elsewhere/secret.jpg', 'zero.jpg']) await expectRefused(path, 'face_outside');
  });

  it('a folder whose name begins alike is outside', async () => {
    await mkdir(`${root}-of-others`);
    await writeFile(join(`${root}-of-others`, 'x.jpg'), 'outside');
    await symlink(join(`${root}-of-others`, 'x.jpg'), join(root, 'x.jpg'));
    await expectRefused('x.jpg', 'face_outside');
  });

  it('whatever the path, what is found lies inside', async () => {
    await symlink(base, join(root, 'up'));
    const part = fc.constantFrom('..', '.', '', 'album', 'up', 'faces', 'one.jpg', 'two.PNG', 'secret.jpg', 'secret.*');
    const path = fc.tuple(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\')).map(([parts, by]) => parts.join(by));
    await fc.assert(
      fc.asyncProperty(path, async (asked) => {
        const found = await archive.find(asked).catch((error: unknown) => {
          if (!problemOf(error)) throw error;
        });
        if (found) expect((await archive.read(found.name)).toString()).toMatch(/^(one|two!)$/);
      }),
    );
  });
});

describe('what is not a file to read', () => {
  it.each(['https://example.com/one.jpg', 'file:///etc/hostname', 'S3://bucket/one.jpg', 'data:image/png;base64,AAAA'])(
    '%s is a reference but no file name',
    async (path) => {
      await expectRefused(path, 'face_not_file');
    },
  );

  it('a folder, a pipe or a device cannot be read', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.jpg')]);
    for (const path of ['album', '.', 'pipe.jpg', 'pipe.*']) await expectRefused(path, 'face_unreadable');
    await expect((await openArchive('/dev')).find('zero')).rejects.toThrow('not a regular file');
  });

  it('a link in a circle cannot be read, and the sentence names no file', async () => {
    await symlink('testa-sample.jpg', join(root, 'testa-sample.jpg'));
    const error: unknown = await archive.find('testa-sample.jpg').catch((caught: unknown) => caught);
    expect(problemOf(error)).toEqual({ code: 'face_unreadable', detail: { reason: expect.stringContaining('symbolic links') } });
    expect(String(error)).not.toContain('testa');
    expect(error).not.toHaveProperty('cause');
  });

  it('a file over 50 MB is too heavy', async () => {
    await truncate(join(root, 'one.jpg'), 50_000_000);
    expect(await archive.find('one.jpg')).toEqual({ name: 'one.jpg', size: 50_000_000 });
    await truncate(join(root, 'one.jpg'), 50_000_001);
    await expectRefused('one.jpg', 'face_too_heavy');
    await expect(archive.find('one.jpg')).rejects.toThrow('larger than 50 MB');
  });
});

async function expectRefused(path: string, code: string): Promise<void> {
  await expect(archive.find(path)).rejects.toMatchObject({ name: 'MigrateError', code });
  if (!path.endsWith('.*')) await expect(archive.read(path)).rejects.toMatchObject({ name: 'MigrateError', code });
}
