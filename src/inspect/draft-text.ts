/** A draft as the text of a mapping file: every open question stands in it as the word `decide`, with which it does not run. */
import { counted } from '../layout.js';
import type { Draft, DraftDate, DraftStatus } from './draft.js';
import { percent } from './percent.js';

/** More fields that nothing is made of are counted, not named. */
const MOST_LEFT_OVER = 60;

/** @param source what the draft was made from, for the first line; `next` the command that checks the draft */
export function draftText(draft: Draft, source: string, next: string): string {
  const { provider, vendorData } = draft;
  const lines = [
    comment(`Draft of a mapping for ${source}, made from ${counted(draft.records, 'record')}.`),
    comment('It does not run while there is a "decide" in it. When you have replaced each of them:'),
    comment(`  ${next}`),
    comment('mappings/README.md explains each part of a mapping.'),
    `provider: ${scalar(provider)} # the former provider's name, as metadata.previous_kyc.provider is to hold it`,
    '',
    'shapes:',
    '  - name: record',
    `    detect: ${list(draft.detect)} # a record has to have these fields`,
    ...(draft.recordsAt === undefined ? [] : [`    records: ${list([draft.recordsAt])}`]),
    ...(draft.providerId === undefined ? [] : [`    provider_id: ${scalar(draft.providerId)}`]),
    ...(draft.decided === undefined ? undatedLines(draft) : dateLines('    date', draft.decided)),
    '    user:',
    ...vendorDataLines(draft).map(indent(6)),
    ...userLines(draft).map(indent(6)),
    '    # The first row that applies decides: ACTIVE, FLAGGED, BLOCKED; or skip, which needs a reason: …. Add final: true to',
    '    # decisions that end a verification: of several records of a person, the newest final one counts.',
    '    status:',
    ...(draft.status === undefined ? NO_STATUS : statusLines(draft.status)).map(indent(6)),
    ...draft.otherStatuses.map((path) => comment(`  ${path} may be part of the decision, too.`, 6)),
    ...faceLines(draft).map(indent(4)),
    ...(vendorData.kind === 'lookup' ? ['', ...lookupLines(vendorData)] : []),
    ...leftOverLines(draft),
  ];
  return `${lines.join('\n')}\n`;
}

function vendorDataLines({ vendorData, otherIds }: Draft): string[] {
  const others = otherIds.length === 0 ? [] : [comment(`Other fields that tell records apart: ${otherIds.join(', ')}`)];
  switch (vendorData.kind) {
    case 'own':
      return [...others, `vendor_data: ${scalar(vendorData.path)} # your own id of the person`];
    case 'perhaps':
      return [...others, `vendor_data: ${scalar(vendorData.path)} # is this your own id of the person, and not the provider's?`];
    case 'lookup':
      return [
        ...others,
        comment('The ids here look like the provider’s own; yours come from a second file (lookup, below).'),
        vendorData.found?.user === undefined
          ? `vendor_data: decide # ${vendorData.found?.name ?? 'ids'}.COLUMN, the column of the second file that holds your own id`
          : `vendor_data: ${scalar(`${vendorData.found.name}.${vendorData.found.user}`)}`,
      ];
    case 'none':
      return ['vendor_data: decide # no field looks like an id: which one is your own id of the person?'];
  }
}

function userLines(draft: Draft): string[] {
  const { name, birth, email, phone, country, issuingCountry, metadata } = draft;
  return [
    ...(name.length === 0 ? [] : [`full_name: { first_group_of: [${list(name)}] }`]),
    ...(birth === undefined ? [] : dateLines('date_of_birth', birth)),
    ...(email === undefined ? [] : [`email: ${scalar(email)} # approved_emails, if the provider verified it`]),
    ...(phone === undefined ? [] : [`phone_number: ${scalar(phone)} # approved_phones, if the provider verified it`]),
    ...(country === undefined ? [] : [`country: ${scalar(country)} # of residence`]),
    ...(issuingCountry === undefined ? [] : [`issuing_states: ${scalar(issuingCountry)}`]),
    ...(metadata.length === 0 ? [] : ['metadata:', ...metadata.map(([key, path]) => `  ${scalar(key)}: ${scalar(path)}`)]),
  ];
}

function undatedLines({ perhapsDecided }: Draft): string[] {
  if (perhapsDecided.length === 0) return [];
  return [
    comment(
      `When was it decided? Dates stand in ${perhapsDecided.join(', ')}. Without a date, the last record of a person counts,`,
      4,
    ),
    comment('or where they differ the strictest.', 4),
    comment(`date: ${scalar(perhapsDecided[0] ?? '')}`, 4),
  ];
}

function dateLines(key: string, { path, forms, remark }: DraftDate): string[] {
  const [only = 'decide', ...others] = forms;
  return [`${key}: { from: ${scalar(path)}, date: ${others.length === 0 ? scalar(only) : list(forms)} } # ${remark}`];
}

function statusLines({ path, words, masked, missing }: DraftStatus): string[] {
  return [
    ...words.map(
      ([word, count]) =>
        `- { name: ${scalar(word)}, when: { ${scalar(path)}: ${scalar(word)} }, then: decide } # ${counted(count, 'record')}`,
    ),
    ...(masked === 0
      ? []
      : [
          comment(
            `${counted(masked, 'value looks', 'values look')} like somebody’s data and not like a decision: a problem each.`,
          ),
        ]),
    ...(missing === 0
      ? []
      : [
          comment(
            `${counted(missing, 'record says', 'records say')} nothing: a problem each, unless a row asks for { missing: true }.`,
          ),
        ]),
    '- { otherwise: problem }',
  ];
}

const NO_STATUS = [
  comment('No field looks like the provider’s decision. Name the field and its words; or, if the export holds nobody but'),
  comment('people who passed, let this be the only row: - { always: ACTIVE }'),
  '- { when: { decide: decide }, then: decide }',
  '- { otherwise: problem }',
];

function faceLines({ faces, providerId, vendorData }: Draft): string[] {
  if (faces.length > 0) {
    return [
      'faces: # in order of preference, below the folder or zip of --faces',
      ...faces.map(({ template, remark }) => `  - ${scalar(template)} # ${remark}`),
    ];
  }
  const id = 'path' in vendorData ? vendorData.path : providerId;
  if (id === undefined) return [];
  return [
    comment('If you have images, say how they are named; init --faces DIR finds out:'),
    comment(`faces: ${list([`{${id}}.*`])}`),
  ];
}

function lookupLines({ on, found }: Extract<Draft['vendorData'], { kind: 'lookup' }>): string[] {
  const { name = 'ids', key = 'decide' } = found ?? {};
  return [
    comment(`A second file, given as --lookup ${name}=FILE: its column \`key\` holds what \`on\` holds here.`),
    ...(found ? [] : [comment(`init EXPORT --lookup ${name}=FILE finds the columns.`)]),
    'lookup:',
    `  ${scalar(name)}: { on: ${scalar(on)}, key: ${scalar(key)} }`,
  ];
}

function leftOverLines({ leftOver, records }: Draft): string[] {
  if (leftOver.length === 0) return [];
  const rest = leftOver.length - MOST_LEFT_OVER;
  return [
    '',
    comment('Nothing is made of these fields. What is worth keeping can be named under user.metadata, as key: path.'),
    ...leftOver.slice(0, MOST_LEFT_OVER).map(({ path, filled }) => comment(`  ${path} (${percent(filled, records)})`)),
    ...(rest > 0 ? [comment(`  and ${rest} more`)] : []),
  ];
}

function comment(text: string, indentation = 0): string {
  return `${' '.repeat(indentation)}# ${text.replace(/\s+/g, ' ')}`;
}

function indent(by: number): (line: string) => string {
  return (line) => ' '.repeat(by) + line;
}

function list(items: readonly string[]): string {
  return `[${items.map(scalar).join(', ')}]`;
}

/** A text as YAML, also between brackets; words that YAML takes for something else are quoted. */
export function scalar(text: string): string {
  const isPlain = /^\p{L}[\p{L}\p{N}_.-]*(?: [\p{L}\p{N}][\p{L}\p{N}_.-]*)*$/u.test(text);
  if (isPlain && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)) return text;
  return text.includes("'") || !/^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text) ? JSON.stringify(text) : `'${text}'`;
}
