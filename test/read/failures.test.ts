import { expect, test } from 'vitest';
import { ZipError } from '../../src/archive/index.js';
import { MigrateError } from '../../src/errors.js';
import { Damage, explained, NotAnExport } from '../../src/read/failures.js';

const system = (code: string, errno: number) =>
  Object.assign(new Error(`${code}, open '/exports/Testa Sample.json'`), { code, errno, syscall: 'open' });

test.each([
  [
    new Damage('byte 12 of the unpacked text', 'the gzip data ends too early'),
    'export_broken',
    /byte 12 .* too early\. 7 records/,
  ],
  [new NotAnExport('it is a PDF'), 'export_format_unknown', /it is a PDF/],
  [new ZipError('damaged'), 'export_broken', /the zip is cut off or damaged\. 7 records/],
  [new ZipError('encrypted'), 'export_unreadable', /it is encrypted; unpack the zip first/],
  [new ZipError('packed by an unknown method'), 'export_unreadable', /a method that is not supported; unpack the zip first/],
  [system('ENOENT', -2), 'export_missing', /There is no file people/],
  [system('EACCES', -13), 'export_unreadable', /permission denied/],
  [system('ENOSPC', -28), 'export_unreadable', /no space in the folder for temporary files/],
  [
    new MigrateError('export_broken', { where: 'byte 3', reason: 'torn', records: 1 }),
    'export_broken',
    /byte 3: torn\. 7 records/,
  ],
])('%s', (error, code, message) => {
  const told = explained(error, 'people', 7);
  expect(told).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(`${told instanceof Error && told.stack} ${JSON.stringify(told)}`).not.toContain('Testa');
});

test('what is not known stays what it is', () => {
  for (const error of [new TypeError('x'), new MigrateError('export_mixed')]) expect(explained(error, 'people', 7)).toBe(error);
});
