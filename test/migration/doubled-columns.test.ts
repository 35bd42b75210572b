import { expect, test } from 'vitest';
import { MAPPING, Planning } from './planning.js';

const HEADER = 'id,name,verdict,verdict,note,note';
const outcomes = ({ checkpoint }: Planning) =>
  checkpoint.database.all("SELECT number, outcome, json_extract(problems, '$[0].code') AS code FROM records ORDER BY id");

async function planned(rows: readonly string[], mapping = MAPPING): Promise<Planning> {
  const planning = new Planning();
  const file = planning.dir.write('joined.csv', [HEADER, ...rows, ''].join('\n'));
  await planning.planFiles([file], await planning.mapping(mapping));
  return planning;
}

test('who has two decisions in columns of one name is nobody’s guess; what is not read may say what it likes', async () => {
  const planning = await planned(['p1,Testa,yes,no,a,b', 'p2,Testa,yes,yes,a,b', 'p3,Testa,yes,,a,', 'p4,Testa,,no,,']);
  expect(outcomes(planning)).toEqual([
    { number: 1, outcome: 'invalid', code: 'key_repeated' },
    { number: 2, outcome: 'used', code: null },
    { number: 3, outcome: 'used', code: null },
    { number: 4, outcome: 'invalid', code: 'key_repeated' },
  ]);
});

test('a mapping that reads both decides between them', async () => {
  const row = `- {name: refused there, when: {'"verdict (2)"': no}, then: BLOCKED, final: true, reason: Refused}`;
  const planning = await planned(['p1,Testa,yes,no,,'], MAPPING.replace('status:', `status:\n      ${row}`));
  expect(outcomes(planning)).toEqual([{ number: 1, outcome: 'used', code: null }]);
  expect(planning.checkpoint.wantedItems.statusOf('p1')).toBe('BLOCKED');
});
