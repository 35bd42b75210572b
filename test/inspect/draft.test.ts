import { expect, test } from 'vitest';
import { draftOf } from '../../src/inspect/draft.js';
import { draftText } from '../../src/inspect/draft-text.js';
import { checkMapping } from '../../src/mapping/check.js';
import { csv, rows, surveyOf } from './survey-of.js';

async function draftFrom(...lines: readonly [string, ...string[]]) {
  return draftOf(await surveyOf(csv(...lines)), 'acme', undefined, []);
}

const text = (draft: Awaited<ReturnType<typeof draftFrom>>) =>
  draftText(draft, 'export.csv', 'didit-migrate validate export.csv');

test('an id that is called your own is the user’s id', async () => {
  expect(await draftFrom('applicantId,externalUserId,status', 'a,u1,ok', 'b,u2,ok')).toMatchObject({
    vendorData: { kind: 'own', path: 'externalUserId' },
    providerId: 'applicantId',
    detect: ['externalUserId', 'status'],
  });
});

test('ids that a machine made are the provider’s, and yours have to be looked up', async () => {
  const uuid = (number: number) => `7b1c2f0e-3d54-4c8a-9a4e-0d1e6a5b9c${10 + number}`;
  const draft = await draftFrom('id,status', ...rows(3, (number) => `${uuid(number)},ok`));
  expect(draft).toMatchObject({ vendorData: { kind: 'lookup', on: 'id' }, providerId: 'id' });
});

test('an id that is the same in all records belongs to nobody', async () => {
  const draft = await draftFrom('client_id,user_ref,status', ...rows(40, (number) => `42,u${number},ok`));
  expect(draft).toMatchObject({ vendorData: { kind: 'own', path: 'user_ref' } });
});

test('a plain number called id may be either, and somebody has to look', async () => {
  const draft = await draftFrom('id,status', '1,ok', '2,ok');
  expect(draft.vendorData).toEqual({ kind: 'perhaps', path: 'id' });
  expect(text(draft)).toContain('is this your own id of the person');
});

test.each([
  ['one form', ['31.01.1980', '01.02.1980'], ['dd.MM.yyyy']],
  ['ISO', ['1980-01-31', '1980-02-01'], ['iso']],
  ['two forms that can be told apart', ['1980-01-31', '31.01.1980'], ['iso', 'dd.MM.yyyy']],
  ['either order', ['01/02/1980', '03/04/1980'], []],
  ['both orders', ['13/02/1980', '02/13/1980'], []],
  ['a word among them', ['31.01.1980', 'unknown'], []],
  ['two digits for the year', ['31.01.80', '01.02.81'], []],
])('dates of %s', async (_, [first, second], forms) => {
  const { birth } = await draftFrom('user_id,dob', `a,${first}`, `b,${second}`);
  expect(birth?.forms).toEqual(forms);
});

test('a date whose form cannot be told waits for a decision', async () => {
  expect(text(await draftFrom('user_id,dob,status', 'a,01/02/1980,ok', 'b,03/04/1980,ok'))).toContain(
    'date_of_birth: { from: dob, date: decide } # dd/MM/yyyy or MM/dd/yyyy: no value tells which',
  );
});

test('where some dates alone could be either, the draft says what reads the others', async () => {
  expect(text(await draftFrom('user_id,dob,status', 'a,01/02/1980,ok', 'b,13.02.1980,ok', 'c,14.02.1980,ok'))).toContain(
    'date: decide } # dd.MM.yyyy read all but 1, which could begin with the day or the month',
  );
});

test('dates that may be those of the decision are named, and nothing is made of them', async () => {
  const said = text(await draftFrom('user_id,dob,closed,status', 'a,1980-01-31,2024-01-31,ok', 'b,1980-02-01,2024-02-01,ok'));
  expect(said).toContain('# When was it decided? Dates stand in closed.');
  expect(said).toContain('\n    # date: closed\n');
});

test('a word is one row, however it is spelled', async () => {
  const said = text(await draftFrom('user_id,status', 'a,ok', 'b,OK', 'c,ok'));
  expect(said).toContain('- { name: ok, when: { status: ok }, then: decide } # 3 records');
  expect(said).not.toContain('OK');
});

test('beside a first name, a field that is just called name is the last name', async () => {
  expect((await draftFrom('user_id,Vorname,Name', 'a,Testa,Sample', 'b,Probe,Beispiel')).name).toEqual(['Vorname', 'Name']);
  expect((await draftFrom('user_id,name', 'a,Testa Sample', 'b,Probe Beispiel')).name).toEqual(['name']);
});

test('a country that the mapping cannot read is left to a person', async () => {
  expect((await draftFrom('user_id,Land', 'a,DE', 'b,FR')).country).toBe('Land');
  expect((await draftFrom('user_id,Land', 'a,DE', 'b,Schlaraffenland')).country).toBeUndefined();
});

test('each word of the decision waits with its count, and what looks like data is not named', async () => {
  const draft = await draftFrom('user_id,status', 'a,ok', 'b,ok', 'c,in review', 'd,testa@example.com', 'e,');
  const said = text(draft);
  expect(said).toContain('- { name: ok, when: { status: ok }, then: decide } # 2 records');
  expect(said).toContain('- { name: in review, when: { status: in review }, then: decide } # 1 record\n');
  expect(said).toContain('# 1 value looks like somebody’s data');
  expect(said).toContain('# 1 record says nothing');
  expect(said).not.toContain('testa');
});

test('odd names and words are written so that the mapping reads them back', async () => {
  const header = `user_id,"Date, of: birth","it's [the] ""state""",yes,"a # b"`;
  const draft = await draftFrom(header, 'a,1980-01-31,x,true,{y}', 'b,1980-01-31,x,true,{y}');
  const said = text({
    ...draft,
    birth: { path: '"Date, of: birth"', forms: ['iso'], remark: 'x' },
    status: {
      path: 'yes',
      words: [
        ['true', 1],
        ['off', 1],
        ["it's: # {odd}", 1],
        ['12', 1],
      ],
      masked: 0,
      missing: 0,
    },
  });
  const mapping = checkMapping(said.replaceAll('then: decide', 'then: FLAGGED'), 'draft.yaml');
  expect(mapping.shapes[0]?.user.date_of_birth).toEqual({ from: '"Date, of: birth"', date: 'iso' });
  expect(mapping.shapes[0]?.status.map((row) => 'when' in row && row.when)).toEqual([
    { yes: 'true' },
    { yes: 'off' },
    { yes: "it's: # {odd}" },
    { yes: '12' },
    false,
  ]);
});

test('what looks like nothing that is needed makes a draft all the same, and it waits', async () => {
  const draft = await draftFrom('x,y', ',', ',');
  expect(draft).toMatchObject({ vendorData: { kind: 'none' }, status: undefined, name: [] });
  expect(() => checkMapping(text(draft), 'draft.yaml')).toThrow('The mapping draft.yaml waits for');
});
