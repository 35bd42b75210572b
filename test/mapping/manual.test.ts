import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileWhen } from '../../src/mapping/conditions.js';
import { mappingSchema } from '../../src/mapping/schema.js';
import { mappingOf } from './mapping-of.js';

const manual = readFileSync(new URL('../../mappings/README.md', import.meta.url), 'utf8');
const examples = [...manual.matchAll(/^```yaml\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
const whole = examples.filter((text) => text.startsWith('provider:'));

test('every whole mapping in the manual compiles', () => {
  expect(whole).toHaveLength(2);
  for (const text of whole) expect(() => mappingOf(text)).not.toThrow();
});

test('every part in the manual fits into a mapping', () => {
  for (const text of examples.filter((example) => !whole.includes(example))) {
    const { when, ...parts } = parse(text);
    if (when !== undefined) expect(compileWhen(when)({})).toBe(false);
    const shape = { name: 'a', detect: ['id'], user: { vendor_data: 'id' }, status: [{ always: 'ACTIVE' }], ...parts };
    expect(() => mappingOf(JSON.stringify({ provider: 'acme', shapes: [shape] }))).not.toThrow();
  }
});

test('the first example does what it says', () => {
  const mapping = mappingOf(whole[0] ?? '');
  const fields = {
    customer_no: 'prod_17',
    uuid: 'u1',
    decision: { state: 'OK', at: '2024-01-01' },
    doc: { given: 'Testa', family: 'Sample' },
    contract: { plan: 'pro' },
  };
  expect(mapping.map({ number: 1, fields })).toMatchObject({
    verdict: { status: 'ACTIVE', row: 'passed' },
    user: { vendor_data: '17', full_name: 'Testa Sample', metadata: { plan: 'pro' } },
    faces: [{ path: 'u1.*' }, { path: 'selfies/prod_17.jpg' }],
  });
});

test('every key of the language stands in the manual', () => {
  const { shape } = mappingSchema.shape.shapes.element;
  const row = ['when', 'then', 'otherwise', 'always', 'final', 'fraud', 'fraud_when', 'reason', 'name'];
  const spec = ['from', 'first_group_of', 'value', 'strip_prefix', 'date', 'split', 'country', 'not', 'missing'];
  for (const key of [
    ...Object.keys(mappingSchema.shape),
    ...Object.keys(shape),
    ...Object.keys(shape.user.shape),
    ...row,
    ...spec,
  ]) {
    expect(manual).toMatch(new RegExp(`\\b${key}\\b`));
  }
});
