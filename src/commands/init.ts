import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { openArchive } from '../archive/index.js';
import { MigrateError } from '../errors.js';
import {
  type DraftTemplate,
  draftOf,
  draftText,
  faceTemplates,
  lookupColumns,
  type Survey,
  type SurveyOptions,
  surveyExports,
} from '../inspect/index.js';
import { counted, page, wrapped } from '../layout.js';
import { listMappings, loadMapping } from '../mapping/index.js';
import { type InitSettings, type ParsedInitSettings, parseInitSettings } from '../settings.js';
import { BUILT_IN_MAPPINGS } from './built-in-mappings.js';
import { type Command, command } from './command.js';
import { type Caller, commandOf, type Terminal, terminalOf } from './terminal.js';
import { EXPORTS, exportWords, withExports } from './with-exports.js';

/** So many fields of the export are compared with a second file and with the names of images. */
const IDS = 4;
/** Rows of a second file that tell how it is joined. */
const LOOKUP_ROWS = 1000;

/**
 * Writes a draft of a mapping for an export, in which everything that a person has to decide is marked and keeps it from running.
 * @throws MigrateError `draft_exists`, `draft_empty`, `lookup_unrelated`, or why an export, a lookup or the images cannot be used
 */
export async function init(settings: InitSettings, caller: Caller = {}): Promise<{ file: string }> {
  return initParsed(parseInitSettings(settings), terminalOf(caller));
}

async function initParsed(settings: ParsedInitSettings, terminal: Terminal): Promise<{ file: string }> {
  const { exports, maxRecordBytes, encoding, delimiter, faces } = settings;
  const [lookup] = settings.lookup;
  const source = exports.map((each) => basename(each)).join(', ');
  const names = await listMappings(BUILT_IN_MAPPINGS);
  const mappings = await Promise.all(names.map((name) => loadMapping(name, BUILT_IN_MAPPINGS)));
  const open: Survey[] = [];
  const survey = async (named: readonly string[], more: Pick<SurveyOptions, 'sample' | 'encoding' | 'delimiter'>) => {
    const options = { mappings, ids: IDS, maxRecordBytes, ...more };
    const made = await withExports(named, (sources) => surveyExports(sources, options));
    open.push(made);
    return made;
  };
  try {
    const whole = await survey(exports, { sample: 'all', encoding, delimiter });
    const broken = whole.exports.find((each) => each.broken !== undefined)?.broken;
    if (broken !== undefined) throw broken;
    if (whole.looked === 0) throw new MigrateError('draft_empty', { files: source });
    // Another program wrote the second file: what is said of the export's encoding says nothing of it.
    const second = lookup && (await survey([lookup.file], { sample: LOOKUP_ROWS }));
    const joined = lookup && second && lookupColumns(lookup.name, lookup.file, second, whole);
    const templates = faces ? await templatesOf(faces, whole) : [];

    const provider = stemOf(exports[0] ?? '');
    const file = settings.output ?? `${provider}.yaml`;
    const draft = draftOf(whole, provider, joined, templates);
    const next = validateCommandOf(settings, file, draft.vendorData.kind === 'lookup');
    await writeDraft(file, draftText(draft, source, next), settings.force ? 'overwrite' : 'refuse');
    terminal.out(endText(file, draft.status?.words.length ?? 0, next, whole.fit.chosen?.name));
    return { file };
  } finally {
    for (const made of open) made.close();
  }
}

async function templatesOf(faces: string, survey: Survey): Promise<DraftTemplate[]> {
  const archive = await openArchive(faces);
  try {
    return await faceTemplates(archive, survey.ids);
  } finally {
    await archive.close();
  }
}

async function writeDraft(file: string, text: string, whereThere: 'overwrite' | 'refuse'): Promise<void> {
  try {
    await writeFile(file, text, { flag: whereThere === 'overwrite' ? 'w' : 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EEXIST') throw new MigrateError('draft_exists', { file });
    throw new MigrateError('draft_unwritable', { file, reason: code }, { cause: error });
  }
}

/** What the export is called, without folder and endings; a pattern and the standard input have no name. */
function stemOf(file: string): string {
  const [stem = ''] = basename(file).split('.').filter(Boolean);
  return /^[^*?[\]{}()!]*[\p{L}\p{N}][^*?[\]{}()!]*$/u.test(stem) ? stem.replace(/[^\p{L}\p{N}_-]+/gu, '-') : 'export';
}

function validateCommandOf(settings: ParsedInitSettings, file: string, needsLookup: boolean): string {
  const { faces } = settings;
  const [lookup] = settings.lookup;
  const second = lookup ? `${lookup.name}=${lookup.file}` : 'ids=FILE';
  return commandOf(
    'validate',
    ...exportWords(settings),
    '--mapping',
    file,
    ...(needsLookup ? ['--lookup', second] : []),
    ...(faces ? ['--faces', faces] : []),
  );
}

function endText(file: string, words: number, next: string, fitting: string | undefined): string {
  return page([
    [`The draft is in ${file}.`],
    fitting === undefined
      ? []
      : wrapped(`The built-in mapping ${fitting} fits this export, too; it may be all that you need.`, ''),
    [
      'Next',
      ...wrapped(
        `Replace each “decide” in it${words === 0 ? '' : `: ${counted(words, 'word')} of the provider’s decision`}, and read the rest once.`,
        '  1. ',
      ),
      ...wrapped('See what it makes of the export; this refuses to run while something is undecided:', '  2. '),
      `     ${next}`,
    ],
  ]);
}

export const initCommand: Command = command({
  positionals: { exports: EXPORTS },
  options: ['encoding', 'delimiter', 'faces', 'max-record-bytes'],
  own: {
    output: { type: 'string', requiresArg: true, alias: ['o'], describe: 'The draft [the export’s name + .yaml]' },
    force: { type: 'boolean', describe: 'Overwrite the draft if it is there already' },
    lookup: {
      type: 'string',
      requiresArg: true,
      describe: 'NAME=FILE: a second file with your own ids; the draft then joins it',
    },
  },
  examples: [['init customers.csv --faces images.zip', 'write customers.yaml and say how the images are named']],
  handle: async (untrusted, terminal) => {
    await initParsed(parseInitSettings(untrusted), terminal);
    return 0;
  },
});
