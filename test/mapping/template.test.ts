import { expect, test } from 'vitest';
import { compileTemplate, parseTemplate } from '../../src/mapping/template.js';

test('fields stand in braces, wrapped values and numbers included', () => {
  const fill = compileTemplate('{tenant}-{person.no}.x');
  expect(fill({ tenant: { value: ' eu ' }, person: { no: 7 } })).toBe('eu-7.x');
});

test('a template that lacks one of its fields gives nothing', () => {
  const fill = compileTemplate('{date} {time}');
  for (const fields of [{ date: '1' }, { date: '1', time: 'N/A' }, { date: '1', time: ['2'] }])
    expect(fill(fields)).toBeUndefined();
});

test.each(['', 'selfie.jpg', '{}', '{a', 'a}', '{a}{', '{a b}', '{{a}}'])('%j is not a template', (template) => {
  expect(parseTemplate(template)).toBeUndefined();
  expect(() => compileTemplate(template)).toThrow('not a template');
});
