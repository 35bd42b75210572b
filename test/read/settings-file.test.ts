import { describe, expect, test } from 'vitest';
import { isAboutExport, settingsIn } from '../../src/read/settings-file.js';
import { Workdir } from '../helpers/program.js';
import { zipOf } from '../helpers/zip.js';
import { fieldsOf, readExport } from './read-export.js';

async function isSettings(text: string, recordPaths: readonly string[] = ['items', '$']): Promise<boolean> {
  async function* chunks() {
    yield Buffer.from(text);
  }
  return isAboutExport(await settingsIn({ chunks }), ['id', 'name'], recordPaths);
}

test('settings are an object that says nothing of the columns', async () => {
  expect(await isSettings('{"columns":["id","name"],"filter":{"from":"2024"}}')).toBe(true);
  expect(await isSettings('\ufeff{"columns":[{"id":"name"}]}')).toBe(true);
  expect(await isSettings('{"columns":[{"id":"name"}]}', [])).toBe(false);
  expect(await isSettings('{"columns":["id"]}', [])).toBe(true);
});

test.each(['{"id":2}', '{"items":[]}', '[{"other":2}]', '{"other":1}\n{"other":2}', '{', '7', 'id,name\n'])(
  '%s may be people',
  async (text) => {
    expect(await isSettings(text)).toBe(false);
  },
);

test('a large file is none', async () => {
  expect(await isSettings(`{"note":"${'x'.repeat(70_000)}"}`)).toBe(false);
});

describe('a table and its settings are read as the table alone', () => {
  const zipWith = (name: string, content: string) => {
    const people = { name: 'people.csv', content: 'id\n1\n2\n' };
    return new Workdir().write('export.zip', zipOf([{ name, content }, people]));
  };

  test.each(['a.json', 'z.json', 'zz/z.json'])('wherever the zip has them: %s', async (name) => {
    const read = await readExport(zipWith(name, '{"columns":["id"]}'));
    expect(read.error).toBeUndefined();
    expect(fieldsOf(read)).toEqual([{ id: '1' }, { id: '2' }]);
    expect(read.open?.reading()).toMatchObject({ files: 1, passedOver: 1 });
  });

  test.each(['a.json', 'z.json'])('but not where they are a person: %s', async (name) => {
    expect((await readExport(zipWith(name, '{"id":"3"}'))).error).toMatchObject({ code: 'export_mixed' });
  });
});
