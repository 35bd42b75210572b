import { expect, test } from 'vitest';
import { Workdir } from '../helpers/program.js';
import { fieldsOf, readExport } from './read-export.js';

const SAID = { encoding: 'windows-1252', delimiter: ';' };
const ROW = { name: 'Müller', _item: 'r1-abc', _reason: 'status_missing' };

test.each([
  ['rejects.csv', Buffer.from('name,_item,_reason\nMüller,r1-abc,status_missing\n')],
  ['saved by a spreadsheet.csv', Buffer.from('name;_item;_reason\r\nM\xfcller;r1-abc;status_missing\r\n', 'latin1')],
  ['saved as Unicode text.csv', Buffer.from('\ufeffname\t_item\t_reason\r\nMüller\tr1-abc\tstatus_missing\r\n', 'utf16le')],
  ['rejects.ndjson', Buffer.from(`${JSON.stringify(ROW)}\n${JSON.stringify(ROW)}\n`)],
])('%s is read as it is, whatever is said of the export', async (name, bytes) => {
  const read = await readExport(new Workdir().write(name, bytes), SAID);
  expect(read.error).toBeUndefined();
  expect(read.records[0]).toMatchObject({ item: 'r1-abc', fields: { name: 'Müller' } });
});

test('what is said holds for every other file', async () => {
  const dir = new Workdir();
  const garbled = (text: string) => Buffer.from(text).toString('latin1');
  const table = await readExport(dir.write('a.csv', 'name,_item\nMüller,1\n'), SAID);
  expect(fieldsOf(table)).toEqual([{ 'name,_item': garbled('Müller,1') }]);
  const lines = await readExport(dir.write('a.ndjson', '{"name":"Müller"}\n{"name":"Müller"}\n'), SAID);
  expect(fieldsOf(lines)).toEqual([{ name: garbled('Müller') }, { name: garbled('Müller') }]);
});
