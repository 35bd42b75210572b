import {
  type Inspection,
  inspectionOf,
  inspectionText,
  type Survey,
  type SurveyOptions,
  severalFit,
  surveyExports,
} from '../inspect/index.js';
import { listMappings, loadMapping } from '../mapping/index.js';
import { type InspectSettings, type ParsedInspectSettings, parseInspectSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { type Caller, commandOf, type Terminal, terminalOf } from './terminal.js';
import { EXPORTS, exportWords, withExports } from './with-exports.js';

/**
 * What is in an export, which mapping fits it, what that leaves behind, and what looks wrong. Nobody's data is among it.
 * @throws MigrateError where an export cannot be opened or is no text of records, or the mapping cannot be used
 */
export async function inspect(settings: InspectSettings, caller: Caller = {}): Promise<Inspection> {
  return inspectParsed(parseInspectSettings(settings), terminalOf(caller));
}

async function inspectParsed(settings: ParsedInspectSettings, terminal: Terminal): Promise<Inspection> {
  const { exports, mapping, maxRecordBytes, encoding, delimiter, json } = settings;
  const names = mapping === undefined ? await listMappings(BUILT_IN_MAPPINGS) : [mapping];
  const mappings = await Promise.all(names.map((name) => loadMapping(name, BUILT_IN_MAPPINGS)));
  const sample = settings.exact ? 'all' : settings.sample;
  const options: SurveyOptions = { sample, mappings, ids: 1, maxRecordBytes, encoding, delimiter };
  const survey = await withExports(exports, (sources) => surveyExports(sources, options));
  try {
    const inspection = inspectionOf(survey);
    terminal.out(json ? JSON.stringify(inspection, null, 2) : inspectionText(inspection, nextSteps(survey, settings)));
    const broken = survey.exports.find((each) => each.broken !== undefined)?.broken;
    if (broken !== undefined) throw broken;
    return inspection;
  } finally {
    survey.close();
  }
}

type Step = readonly [command: string, what: string];

function nextSteps({ fit, roles }: Survey, settings: ParsedInspectSettings): Step[] {
  const given = exportWords(settings);
  const { chosen } = fit;
  if (chosen !== undefined) {
    const named = settings.mapping === undefined ? [] : ['--mapping', settings.mapping];
    const needed = chosen.lookups.filter(({ optional }) => !optional);
    const lookups = needed.flatMap(({ name }) => ['--lookup', `${name}=FILE`]);
    return [
      [
        commandOf('validate', ...given, ...named, ...lookups),
        'The plan, without any network. With images, add --faces DIR, a folder or a zip.',
      ],
    ];
  }
  const several = severalFit(fit).map(
    (name): Step => [commandOf('inspect', ...given, '--mapping', name), `What ${name} would make of it.`],
  );
  if (several.length > 0) return several;
  const step: Step = [
    commandOf('init', ...given),
    'Writes a draft of a mapping. With images, add --faces DIR, a folder or a zip: the draft then says how they are named.',
  ];
  const withIds: Step = [
    commandOf('init', ...given, '--lookup', 'ids=FILE'),
    'The same where a second file says which of your own ids belongs to which of the ids here: no field is called your own id.',
  ];
  return roles.get('own id')?.length ? [step] : [step, withIds];
}

export const inspectCommand: Command = command({
  positionals: { exports: EXPORTS },
  options: ['mapping', 'encoding', 'delimiter', 'max-record-bytes', 'json'],
  own: {
    sample: { type: 'string', requiresArg: true, describe: 'Look at this many records, the first ones [20000]' },
    exact: { type: 'boolean', describe: 'Look at all records' },
  },
  examples: [['inspect customers.csv', 'see what a file is before anything else']],
  handle: async (untrusted, terminal) => {
    await inspectParsed(parseInspectSettings(untrusted), terminal);
    return 0;
  },
});
