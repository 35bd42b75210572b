import { MigrateError } from '../errors.js';
import { listMappings, loadMapping, type MappingList, readMapping, type ShownMapping } from '../mapping/index.js';
import { expectOutcomes, findMapping, outcomesOf, readSample, type SampleTest, surprisesOf } from '../migration/index.js';
import { type ParsedMappingsSettings, parseMappingsSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { mappingsText, mappingText } from './mapping-text.js';
import { sampleText } from './sample-text.js';
import { shownPath } from './shown-path.js';
import type { Terminal } from './terminal.js';

type Settings<Action> = Extract<ParsedMappingsSettings, { action: Action }>;

async function runParsed(settings: ParsedMappingsSettings, terminal: Terminal): Promise<number> {
  switch (settings.action) {
    case 'list':
      return listAll(settings, terminal);
    case 'show':
      return show(settings, terminal);
    case 'test':
      return testSample(settings, terminal);
  }
}

async function listAll({ json }: Settings<'list'>, terminal: Terminal): Promise<number> {
  const names = await listMappings(BUILT_IN_MAPPINGS);
  const mappings = await Promise.all(
    names.map(async (name) => ({ name, says: (await readMapping(name, BUILT_IN_MAPPINGS)).says })),
  );
  const printed: MappingList = {
    schema: 'didit-migrate/mappings',
    version: 1,
    mappings: mappings.map(({ name, says: { provider, description, shapes } }) => ({
      name,
      provider,
      description,
      shapes: shapes.map((shape) => ({ name: shape.name, status_rows: shape.status.length })),
    })),
  };
  terminal.out(json ? JSON.stringify(printed, null, 2) : mappingsText(mappings));
  return 0;
}

async function show({ target, json }: Settings<'show'>, terminal: Terminal): Promise<number> {
  const { says } = await readMapping(target, BUILT_IN_MAPPINGS);
  const { name, hash } = await loadMapping(target, BUILT_IN_MAPPINGS);
  const printed: ShownMapping = { schema: 'didit-migrate/mapping', version: 1, name, hash, ...says };
  terminal.out(json ? JSON.stringify(printed, null, 2) : mappingText({ name, says }, hash));
  return 0;
}

async function testSample(
  { target, mapping: named, update, json, maxRecordBytes }: Settings<'test'>,
  terminal: Terminal,
): Promise<number> {
  const sample = await readSample(target);
  if (sample.expected === undefined && !update)
    throw new MigrateError('sample_unusable', { folder: target, reason: 'it has no expected.json' });
  const mapping = await findMapping(named ?? sample.mapping, sample.file, BUILT_IN_MAPPINGS, { maxRecordBytes }, sample.now);
  const outcomes = await outcomesOf(sample, mapping, maxRecordBytes);
  const surprises = surprisesOf(sample, outcomes);
  const printed: SampleTest = {
    schema: 'didit-migrate/mapping-test',
    version: 1,
    mapping: mapping.name,
    records: outcomes.length,
    surprises,
  };
  if (json) terminal.out(JSON.stringify(printed, null, 2));
  else if (sample.expected !== undefined) terminal.out(sampleText(outcomes.length, surprises, shownPath(target)));
  if (!update) return surprises.length > 0 ? 1 : 0;
  await expectOutcomes(target, sample, outcomes);
  terminal.err(
    `\nWritten to ${shownPath(target)}/expected.json: ${outcomes.length} records. Look at each before you rely on it.`,
  );
  return 0;
}

export const mappingsCommand: Command = command({
  positionals: {
    action: 'list; show NAME|FILE; test DIR',
    target: 'A mapping, or a folder with an export and its expected.json. test prints values of the sample: they are yours',
  },
  options: ['mapping', 'max-record-bytes', 'json'],
  own: { update: { type: 'boolean', describe: 'test: write expected.json from what comes out now, for review' } },
  examples: [
    ['mappings show generic', 'which field becomes which, which decision means what'],
    ['mappings test ./sample -m ./ours.yaml', 'does our mapping still do what we signed?'],
  ],
  handle: async (untrusted, terminal) => runParsed(parseMappingsSettings(untrusted), terminal),
});
