import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDatePattern } from '../../src/mapping/date-pattern.js';

function read(pattern: string, text: string): string | undefined {
  const compiled = compileDatePattern(pattern);
  if ('problem' in compiled) throw new Error(compiled.problem);
  const instant = compiled.read(text);
  return instant === undefined ? undefined : new Date(instant).toISOString().replace('T00:00:00.000Z', '');
}

test.each([
  ['dd.MM.yyyy', '30.11.1991', '1991-11-30'],
  ['d.M.yyyy', '3.1.1991', '1991-01-03'],
  ['MM/dd/yyyy', '11/30/1991', '1991-11-30'],
  ['yyyyMMdd', '19911130', '1991-11-30'],
  ['d MMM yyyy', '3 sept 1991', '1991-09-03'],
  ['MMMM d, yyyy', 'November 30,  1991', '1991-11-30'],
  ['dd-MMM-yyyy', '30-NOV-1991', '1991-11-30'],
  ['MM/dd/yyyy HH:mm', '11/30/2023 14:05', '2023-11-30T14:05:00.000Z'],
  ['M/d/yyyy h:mm:ss a', '1/3/2023 12:05:09 am', '2023-01-03T00:05:09.000Z'],
  ['M/d/yyyy h:mm a', '1/3/2023 1:05 PM', '2023-01-03T13:05:00.000Z'],
  ["dd.MM.yyyy 'um' HH:mm 'Uhr'", '30.11.2023 um 14:05 Uhr', '2023-11-30T14:05:00.000Z'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2023-11-30T14:05:09.250+0100', '2023-11-30T13:05:09.250Z'],
  ['EEE, d MMM yyyy HH:mm:ss X', 'Thu, 30 Nov 2023 14:05:09 GMT', '2023-11-30T14:05:09.000Z'],
])('%s reads %s', (pattern, text, expected) => {
  expect(read(pattern, text)).toBe(expected);
});

test.each([
  ['dd.MM.yyyy', '3.1.1991'],
  ['dd.MM.yyyy', '31.02.1991'],
  ['dd.MM.yyyy', '11/30/1991'],
  ['dd.MM.yyyy', ' 30.11.1991'],
  ['MM/dd/yyyy', '30/11/1991'],
  ['d MMM yyyy', '3 Brumaire 1991'],
  ['M/d/yyyy h:mm a', '1/3/2023 13:05 PM'],
  ['EEE, d MMM yyyy', 'Fri, 30 Nov 2023'],
  ['dd+MM.yyyy', '3011.1991'],
])('%s does not read %s', (pattern, text) => {
  expect(read(pattern, text)).toBeUndefined();
});

test.each([
  ['dd.MM.yy', 'yy does not say the century: only yyyy is read'],
  ['DD.MM.YYYY', 'DD is not a token'],
  ['dd.mm.yyyy', 'one of M, MM, MMM and MMMM has to say the month'],
  ['MM.yyyy', 'the day is missing'],
  ['dd.MM', 'the year is missing'],
  ['dd.MM.yyyy h:mm', 'h and a belong together'],
  ['dd.MM.dd.yyyy', 'the day is there twice'],
  ['dMyyyy', 'something has to stand between d and M'],
  ["dd.MM.yyyy 'um", 'a quote in the pattern is not closed'],
  ['day', 'yy'],
])('%s is no pattern: %s', (pattern, problem) => {
  expect(compileDatePattern(pattern)).toEqual({ problem: expect.stringContaining(problem.slice(0, 2)) });
});

test('any text is read in no time, whatever the pattern', () => {
  const pattern = fc.array(fc.constantFrom('yyyy', 'M', 'MMM', 'd', 'HH', 'mm', 'S', ' ', '.', '(', '|', "'x'"), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(pattern, fc.string({ maxLength: 200 }), (pieces, text) => {
      const compiled = compileDatePattern(pieces.join(''));
      if ('read' in compiled) expect(() => compiled.read(text)).not.toThrow();
    }),
  );
});
