import { expect, test } from 'vitest';
import { checkMapping } from '../../src/mapping/check.js';
import { describeShapes } from '../../src/mapping/describe.js';

const MAPPING = `
provider: acme
lookup:
  ids: { on: uuid, key: provider_id }
shapes:
  - name: customer
    detect: [customer_no, { kind: [person, company] }]
    date: { template: "{decided.day} {decided.time}", date: "yyyy-MM-dd HH:mm", left_out_when: { decided.by: nobody } }
    skip:
      - { when: { "flags.test": true }, reason: a test }
    user:
      vendor_data: ids.user_id
      full_name: { first_group_of: [[doc.given, doc.family]] }
      email: { from: mail, verified_when: { checks.mail: ok } }
      phone_number: { from: phone, region: { from: land } }
      metadata: { level: { value: basic }, plan: "contracts[].plan" }
      metadata_json: extra
    status:
      - { name: gone, when: [{ state: ok, left: { missing: true } }], then: ACTIVE }
      - { otherwise: problem }
    faces: ["{photo.file}"]
`;

const [shape] = describeShapes(checkMapping(MAPPING, 'acme.yaml'));

test('every field that a mapping looks at is used, in any case style, and what lies below it', () => {
  const used = `uuid customer_no customerNo kind decided.day decided.time decided.by flags.test doc.given doc.family mail checks.mail phone land
    contracts[].plan extra.anything[].below state left photo.file mail.value`;
  expect(used.split(/\s+/).filter((path) => shape?.uses(path) !== true)).toEqual([]);
});

test('others are not: neither keys of the language nor constants', () => {
  const others = [
    'name',
    'reason',
    'date',
    'basic',
    'value',
    'plan',
    'doc',
    'doc.middle',
    'level',
    'ok',
    'email',
    'gone',
    'then',
  ];
  expect(others.filter((path) => shape?.uses(path) === true)).toEqual([]);
});

test('the fields whose words decide are known', () => {
  expect(['state', 'left', 'kind', 'mail'].filter((path) => shape?.compares(path))).toEqual(['state']);
});

test('what a record has to have is met or not, each by itself', () => {
  const met = (fields: Record<string, string>) => shape?.detect.map((each) => [each.asks, each.isMetBy(fields)]);
  expect(met({ customerNo: '', kind: 'person' })).toEqual([
    ['customer_no', true],
    ['kind is person or company', true],
  ]);
  expect(met({ kind: 'robot' })).toEqual([
    ['customer_no', false],
    ['kind is person or company', false],
  ]);
});
