import { expect, test } from 'vitest';
import { idsIn } from '../../src/migration/id-list.js';
import { Workdir } from '../helpers/program.js';

async function idsOf(name: string, content: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of idsIn(new Workdir().write(name, content))) ids.push(...batch);
  return ids;
}

test.each([
  ['a list without a header', 'ids.txt', 'p1\nP2\n\n p3 \n', ['p1', 'P2', 'p3']],
  ['a list with a header', 'ids.csv', 'vendor_data\np1\nP2\n', ['p1', 'P2']],
  ['a table with the column', 'ids.csv', 'name;vendor_data\nTesta;p1\nTesta;\n', ['p1']],
  ['JSON with numbers', 'ids.json', '[{"vendor_data":"p1"},{"vendor_data":7},{"vendor_data":null}]', ['p1', '7']],
])('%s', async (_, name, content, ids) => {
  expect(await idsOf(name, content)).toEqual(ids);
});

test('a file without ids is no list: nobody would be expected', async () => {
  await expect(idsOf('ids.csv', 'name;mail\nTesta;\n')).rejects.toMatchObject({ code: 'ids_missing' });
});

test.each([
  ['a quote that is never closed', 'ids.csv', 'name,vendor_data\nTesta,p1\n"Testa,p2\n', 3],
  ['a line that is no id', 'ids.txt', `p1\n${'x'.repeat(20_000)}\n`, 2],
])('%s is told of: whoever stands there would be passed over', async (_, name, content, line) => {
  await expect(idsOf(name, content)).rejects.toMatchObject({ code: 'ids_unreadable', detail: { line } });
});
