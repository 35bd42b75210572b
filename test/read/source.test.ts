import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { type Source, sourceAt, sourceOf } from '../../src/read/source.js';
import { Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';
import { chunked, textOf } from './bytes.js';

/** The content of each file; "-" for one that is passed over. */
async function contentsOf(source: Source): Promise<string[]> {
  const contents: string[] = [];
  for await (const file of source.files()) contents.push(file ? await textOf(file.chunks()) : '-');
  return contents;
}

const kept = (contents: readonly string[]) => contents.filter((content) => content !== '-');

test('a file is one file, whatever its name, as often as it is read', async () => {
  const path = new Workdir().write('export.dat', 'id\n1\n');
  const source = await sourceAt(path);
  expect(source).toMatchObject({ name: path, isFile: true });
  expect([await contentsOf(source), await contentsOf(source)]).toEqual([['id\n1\n'], ['id\n1\n']]);
});

describe('a folder', () => {
  test('gives its files in the order of their names, and counts the others', async () => {
    const dir = new Workdir();
    for (const folder of ['b', '.git', 'b/deep', '__MACOSX']) mkdirSync(dir.path(folder));
    for (const name of ['c.json', 'a.csv', 'b/2.NDJSON', 'b/1.jsonl', 'b/deep/x.tsv', 'd.csv.gz']) dir.write(name, name);
    for (const name of ['a.jpg', 'notes.txt', '.hidden.json', '.git/x.json', '__MACOSX/a.csv']) dir.write(name, 'no');
    const source = await sourceAt(dir.folder);
    expect(source.isFile).toBe(false);
    const contents = await contentsOf(source);
    expect(kept(contents)).toEqual(['a.csv', 'b/1.jsonl', 'b/2.NDJSON', 'b/deep/x.tsv', 'c.json', 'd.csv.gz']);
    // A hidden folder counts as one.
    expect(contents).toHaveLength(6 + 5);
  });

  test('gives the files in its zips, one zip after the other', async () => {
    const dir = new Workdir();
    for (const name of ['b', 'a'])
      dir.write(`${name}.zip`, zipOf([{ name: 'person.json', content: name }, { name: 'selfie/1.jpg' }]));
    expect(await contentsOf(await sourceAt(dir.folder))).toEqual(['-', 'a', '-', 'b']);
  });

  test('follows links to files, and none to folders', async () => {
    const dir = new Workdir();
    const elsewhere = new Workdir();
    elsewhere.write('x.json', 'x');
    symlinkSync(elsewhere.path('x.json'), dir.path('x.json'));
    symlinkSync(dir.folder, dir.path('circle'));
    symlinkSync('nowhere', dir.path('gone.json'));
    expect(await contentsOf(await sourceAt(dir.folder))).toEqual(expect.arrayContaining(['x', '-', '-']));
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read is an error, also inside another', async () => {
    const dir = new Workdir();
    mkdirSync(dir.path('shut'), 0o000);
    const source = await sourceAt(dir.folder);
    await expect(contentsOf(source)).rejects.toMatchObject({ code: 'EACCES' });
    chmodSync(dir.path('shut'), 0o700);
  });
});

describe('a zip', () => {
  test('gives its files in the order of their names, whatever the names are', async () => {
    const names = [
      'z.json',
      '../../outside.json',
      '/etc/passwd.csv',
      'C:\\x.csv',
      '__MACOSX/._z.json',
      'a/.DS_Store',
      'b.png',
      'constructor',
      '__proto__',
      'sub/m.json',
    ];
    const path = new Workdir().write('export.zip', zipOf(names.map((name) => ({ name, content: name }))));
    const contents = await contentsOf(await sourceAt(path));
    expect(kept(contents)).toEqual(['../../outside.json', '/etc/passwd.csv', 'C:\\x.csv', 'sub/m.json', 'z.json']);
    expect(contents).toHaveLength(names.length);
  });

  test('gives the files in the zips inside, but not of those inside of these', async () => {
    const innermost = zipOf([{ name: 'x.json', content: 'x' }]);
    const inner = zipOf([
      { name: 'c.zip', content: innermost },
      { name: 'b.json', content: 'b' },
    ]);
    const path = new Workdir().write('export.zip', zipOf([{ name: 'inner.zip', content: inner }]));
    expect(await contentsOf(await sourceAt(path))).toEqual(['b', '-']);
  });

  test.each([
    ['xl/workbook.xml', 'it is an Excel workbook; save the sheet as CSV (UTF-8)'],
    ['xl/workbook.bin', 'it is an Excel workbook; save the sheet as CSV (UTF-8)'],
    ['content.xml', 'it is an OpenDocument file; save the sheet as CSV (UTF-8)'],
    ['Index/Document.iwa', 'it is a Numbers document; export it as CSV (UTF-8)'],
    ['word/document.xml', 'it is a Word document'],
  ])('with %s is no export', async (name, reason) => {
    const path = new Workdir().write('export.zip', zipOf([{ name }]));
    await expect(contentsOf(await sourceAt(path))).rejects.toMatchObject({ reason });
  });
});

describe('what comes only once', () => {
  test('is read again and again, also where it is a zip', async () => {
    for (const [content, isFile] of [
      ['id\n1\n', true],
      [zipOf([{ name: 'a.csv', content: 'id\n1\n' }]), false],
    ] as const) {
      const source = await sourceOf('standard input', chunked(Buffer.from(content), 7));
      expect(source).toMatchObject({ name: 'standard input', isFile });
      expect([await contentsOf(source), await contentsOf(source)]).toEqual([['id\n1\n'], ['id\n1\n']]);
      await source.close();
    }
  });

  test('may be left in the middle and is whole the next time', async () => {
    const rows = Buffer.alloc(1_000_000, 'id,1\n');
    const source = await sourceOf('standard input', chunked(rows, 100_000));
    for await (const file of source.files()) for await (const _ of file?.chunks() ?? []) break;
    expect((await contentsOf(source))[0]?.length).toBe(rows.length);
    await source.close();
  });

  test.skipIf(process.platform === 'win32')('may come through a named pipe, and leaves no file', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('didit-migrate-') && !name.includes('test'));
    const dir = new Workdir();
    execFileSync('mkfifo', [dir.path('pipe')]);
    spawn('sh', ['-c', 'printf "id\n1\n" > pipe'], { cwd: dir.folder, stdio: 'ignore' });
    const source = await sourceAt(dir.path('pipe'));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('didit-migrate-') && !name.includes('test'))).toEqual(before);
    expect([await contentsOf(source), await contentsOf(source)]).toEqual([['id\n1\n'], ['id\n1\n']]);
    await source.close();
  });

  test('an error on the way is an error of ours', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('id\n');
      throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write', errno: -28 });
    }
    await expect(sourceOf('standard input', failing())).rejects.toMatchObject({
      code: 'export_unreadable',
      detail: { file: 'standard input', reason: 'its copy finds no space in the folder for temporary files (TMPDIR)' },
    });
  });
});
