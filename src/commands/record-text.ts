import { help, type Problem, sentence } from '../errors.js';
import { labelled, page, section, wrapped } from '../layout.js';
import type { Asked, Condition, Explanation, FieldTrace } from '../mapping/index.js';
import type { ExplainedFace, ExplainedRecord, Standing, WhatBecomes } from '../migration/index.js';
import type { Json } from '../model.js';

/** One record on its way through the mapping, for a terminal. It holds the person's own data, because that is what was asked for. */
export function recordText({ file, record, line, unreadable, explanation, faces, person, becomes }: ExplainedRecord): string {
  const title = [[`Record ${record} of ${file}${line === undefined ? '' : `, line ${line}`}`]];
  if (!explanation) return page([...title, section('It cannot be read', unreadable.flatMap(problemText))]);
  return page([
    ...title,
    section('What becomes of it', [
      ...outcomeText(explanation, person.length),
      ...(becomes && person.length > 1 ? wrapped(together(becomes)) : []),
    ]),
    section('Shape', shapesText(explanation)),
    section(
      'Left out?',
      explanation.skips.flatMap(({ reason, condition }) => row(reason, condition, condition.holds ? 'yes' : 'no')),
    ),
    section('Decision: the first row that applies', statusText(explanation)),
    section('Field by field', explanation.fields.flatMap(fieldText)),
    section('Faces, in order of preference', faces.flatMap(faceText)),
    section('All records of this person', person.flatMap(standingText)),
  ]);
}

function outcomeText({ mapped }: Explanation, records: number): string[] {
  const { verdict } = mapped;
  const decided = verdict
    ? `${verdict.status}, by the row “${verdict.row}”${verdict.final ? ', final' : ''}${verdict.fraud ? ', fraud' : ''}`
    : '';
  switch (mapped.kind) {
    case 'user':
      return wrapped(`${records > 1 ? 'Read as' : 'A user:'} ${decided}.`);
    case 'skipped':
      return wrapped(`Skipped: ${mapped.reason}.`);
    case 'invalid':
      return [...wrapped('Invalid: nobody is migrated by it.'), ...mapped.problems.flatMap(problemText)];
  }
}

/** The person has other records, and another one may decide. */
function together({ by, status, fraudThenPass }: WhatBecomes): string {
  if (by === undefined) return 'Ids of this person differ in case and are one to Didit: nobody is migrated.';
  if (status === undefined) return `Of all records of this person record ${by} decides, and it is invalid: nobody is migrated.`;
  const because = fraudThenPass ? ', because another one is marked as fraud' : '';
  return `Of all records of this person record ${by} decides: the user becomes ${status}${because}.`;
}

function shapesText({ shapes }: Explanation): string[] {
  return shapes.flatMap(({ name, fits, asks }) => [
    ...wrapped(`${fits ? '✓' : '✗'} ${name}`),
    ...(fits ? [] : asks.filter(({ holds }) => !holds).flatMap((asked) => askedText(asked))),
  ]);
}

function statusText({ status }: Explanation): string[] {
  const at = status.findIndex(({ decides }) => decides);
  const asked = at < 0 ? status : status.slice(0, at + 1);
  return [
    ...asked.flatMap(({ row: name, makes, decides, condition }) => {
      const result = decides ? `→ ${makes}` : 'does not apply';
      return condition ? row(name, condition, result) : wrapped(`${name}: ${result}`);
    }),
    ...(asked.length < status.length ? ['  The rows below it are not asked.'] : []),
  ];
}

/** A condition with what the record has, line by line where that is why it fails. */
function row(name: string, { holds, ways }: Condition, result: string): string[] {
  const lines = ways.flat().filter((asked) => asked.holds === holds);
  return [...wrapped(`${name}: ${result}`), ...lines.flatMap((asked) => askedText(asked))];
}

function askedText({ says, values, holds }: Asked): string[] {
  return wrapped(`${says} — the record has ${valuesText(values)}`, holds ? '      ✓ ' : '      ✗ ');
}

function fieldText({ field, from, found, steps, becomes, problems }: FieldTrace): string[] {
  const results = Object.entries(becomes).map(([place, value]) => `${place === field ? '' : `${place} `}${inJson(value)}`);
  const values = found.map(({ path, values }) => `${path}: ${valuesText(values)}`);
  const isOnePath = found.length === 1 && found[0]?.path === from;
  const lines = [
    ...(isOnePath ? values.map((value) => `← ${value}`) : [`← ${from}`, ...values]),
    ...steps,
    ...(results.length > 0 ? results : ['nothing']).map((result) => `= ${result}`),
    ...problems.map((problem) => `✗ ${problemLine(problem)}`),
  ];
  return lines.flatMap((line, index) => labelled(index === 0 ? field : '', line));
}

function faceText({ template, names }: ExplainedFace): string[] {
  if (names.length === 0) return wrapped(`${template}: the record lacks a field of it`);
  return names.flatMap(({ name, found, problem }) => {
    const result = found !== undefined ? `found: ${found}` : problem ? problemLine(problem) : 'not looked for; give --faces';
    return wrapped(`${template} → ${name}: ${result}`);
  });
}

function standingText({ record, wins, why }: Standing): string[] {
  const { name, date, status, row: decided, final, fraud, kind } = record;
  const facts = [
    date === undefined ? 'no date' : new Date(date).toISOString().slice(0, 19).replace('T', ' '),
    status ?? kind,
    decided !== undefined && `row “${decided}”`,
    final && 'final',
    fraud && 'fraud',
    kind === 'invalid' && status !== undefined && 'invalid',
  ].filter((fact) => typeof fact === 'string');
  return [...wrapped(`${wins ? '✓' : '✗'} record ${name}: ${facts.join(', ')}`), ...wrapped(why, '      ')];
}

function problemText(problem: Problem): string[] {
  return [...wrapped(problemLine(problem), '    '), ...wrapped(help(problem.code, problem.detail), '    → ')];
}

function problemLine({ code, field, detail }: Problem): string {
  return `${code}: ${sentence(code, { ...(field !== undefined && { field }), ...detail })}`;
}

function valuesText(values: readonly Json[]): string {
  return values.length === 0 ? 'nothing there' : values.map(inJson).join(', ');
}

function inJson(value: Json): string {
  return JSON.stringify(value);
}
