// mappings/PROVIDERS.md from the built-in mappings: what somebody signs. Run as a program it writes it: npm run docs.
import { writeFileSync } from 'node:fs';
import { fieldsInWords, listMappings, readMapping, rowInWords, whenInWords } from '../../dist/mapping/index.js';

const folder = new URL('../../mappings/', import.meta.url).pathname;

const HEAD = `# Providers

What each built-in mapping makes of whom, written from the mappings themselves (\`npm run docs\`). Of a status table the first row that
applies decides; a word without a row is a problem of the record, never an ACTIVE user. \`didit-migrate mappings show NAME\` prints one
table for signing, and what you disagree with is changed in a file of your own that \`extends\` the mapping ([manual](README.md)).
`;

/** The whole page. */
export async function providersPage() {
  const names = (await listMappings(folder)).filter((name) => name !== 'generic');
  const parts = await Promise.all(names.map(async (name) => partOf(name, (await readMapping(name, folder)).says)));
  const index = names.map((name) => `- [${name}](#${name})`);
  return `${[HEAD, index.join('\n'), ...parts].join('\n')}`;
}

/** @param {string} name @param {import('../../dist/mapping/index.js').MappingFile} says */
function partOf(name, { provider, description, about, lookup = {}, shapes }) {
  return [
    `\n## ${name}\n`,
    ...(description ? [`${description}.\n`] : []),
    ...(about
      ? [
          `Confidence: **${about.confidence}**. Last checked ${about.checked}, against: ${about.sources.join('; ')}.\n`,
          ...list('Assumed', about.assumed),
          ...list('Not carried over', about.lost),
          ...list('How to export', about.export),
          ...list('Faces', about.faces),
        ]
      : []),
    `Written to \`metadata.previous_kyc.provider\`: \`${provider}\`.\n`,
    ...Object.entries(lookup).map(
      ([table, { on, key, optional }]) =>
        `Second file \`--lookup ${table}=FILE\`${optional ? ' (may be left out)' : ''}: its \`${key}\` is the record’s ${[on].flat().map(code).join(' or ')}.\n`,
    ),
    ...shapes.map(shapePart),
  ].join('\n');
}

/** @param {import('../../dist/mapping/index.js').MappingFile['shapes'][number]} shape */
function shapePart({ name, detect, needs = [], skip = [], user, status, faces = [] }) {
  const { metadata = {}, ...fields } = user;
  const all = { ...fields, ...Object.fromEntries(Object.entries(metadata).map(([key, spec]) => [`metadata.${key}`, spec])) };
  return [
    `### ${name}\n`,
    `A record with ${detect.map((sign) => code(typeof sign === 'string' ? sign : whenInWords(sign))).join(' and ')}.\n`,
    ...list(
      'It stops the plan where nobody has',
      needs.map(({ any, else: advice }) => `${any.map(code).join(' or ')}: ${advice}`),
    ),
    ...list(
      'Left out',
      skip.map(({ when, reason }) => `${reason}: ${code(whenInWords(when))}`),
    ),
    table(
      ['', 'where', 'becomes'],
      status.map((row, index) => {
        const { asks, makes } = rowInWords(row);
        return [row.name ?? `row ${index + 1}`, asks, makes];
      }),
    ),
    table(
      ['Didit’s field', 'from', ''],
      fieldsInWords(all).map(({ field, from, steps }) => [code(field), from, steps.join('; ')]),
    ),
    ...(faces.length > 0 ? [`Faces, in order of preference: ${faces.map(code).join(', ')}.\n`] : []),
  ].join('\n');
}

/** @param {string} title @param {readonly string[]} [sentences] */
function list(title, sentences = []) {
  return sentences.length === 0 ? [] : [`${title}:\n`, `${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n`];
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(`${folder}PROVIDERS.md`, await providersPage());
