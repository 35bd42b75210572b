/**
 * Everything that can go wrong, by what is done next. The sentences below are what a user meets on the terminal and what the
 * report explains; a new code is a new row here and nowhere else.
 *
 * Sentences never hold a person's data: placeholders take record numbers, field names, file names of the user's own, codes.
 */

export type Next = 'stop the run' | 'try again' | 'give up this item';

interface Meaning {
  readonly next: Next;
  /** 2: unusable input, nothing was sent. 3: a reason outside the data, the same command resumes. Only where the run stops. */
  readonly exit?: 2 | 3;
  /** The item is not wrong, it waits for somebody to decide. Only where an item is given up. */
  readonly held?: true;
  /** What happened and where, with {placeholders}. */
  readonly says: string;
  /** What the user can do about it. */
  readonly help: string;
}

const unusable = (says: string, help: string) => ({ next: 'stop the run', exit: 2, says, help }) as const satisfies Meaning;
const stopped = (says: string, help: string) => ({ next: 'stop the run', exit: 3, says, help }) as const satisfies Meaning;
const again = (says: string, help: string) => ({ next: 'try again', says, help }) as const satisfies Meaning;
const hold = (says: string, help: string) => ({ next: 'give up this item', held: true, says, help }) as const satisfies Meaning;
const giveUp = (says: string, help: string) => ({ next: 'give up this item', says, help }) as const satisfies Meaning;

export const MEANINGS = {
  // Settings, files and the checkpoint: nothing was sent.
  settings_invalid: unusable('These settings cannot be used:\n{problems}', 'didit-migrate {command} --help lists every option.'),
  export_missing: unusable(
    'There is no file {file}.',
    'Check the path; the export is the file that your former provider gave you.',
  ),
  export_unreadable: unusable('{file} could not be read: {reason}.', 'Check that the file is complete and that you may read it.'),
  export_format_unknown: unusable(
    '{file} is not CSV, JSON or NDJSON: {reason}.',
    'Export again as one of these, or convert the file first.',
  ),
  export_broken: unusable(
    '{file} breaks off or breaks its format at {where}: {reason}. {records} records before that could be read.',
    'Get the file again; a part of an export is never migrated silently.',
  ),
  records_missing: unusable(
    '{file} is JSON, but there is no list of records at {paths}.',
    'Say in the mapping, under records, where the list is; $ is the document itself.',
  ),
  mapping_missing: unusable(
    'There is no mapping called {name}, and no file of that name.',
    'Built in: {known}. Or give the path of a mapping file of your own.',
  ),
  mapping_invalid: unusable(
    'The mapping {file} cannot be used:\n{problems}',
    'mappings/README.md explains each part of a mapping.',
  ),
  mapping_undecided: unusable(
    'The mapping {file} waits for {count} decisions:\n{undecided}',
    'Replace each decide: by ACTIVE, FLAGGED, BLOCKED, skip (with a reason) or problem; for a date by its form, such as dd.MM.yyyy.',
  ),
  lookups_unfit: unusable(
    'The second files do not fit the mapping {mapping}:\n{problems}',
    'Each lookup of a mapping is given as --lookup NAME=FILE; mappings/README.md explains them.',
  ),
  lookup_unreadable: unusable(
    'The second file {file} cannot be used. Record {record} of it: {what}',
    'Mend it; a second file is never read in part.',
  ),
  export_lacks: unusable(
    'The export lacks what is needed:\n{advice}',
    'Nothing was planned; the mapping {mapping} says so under needs.',
  ),
  mapping_unclear: unusable(
    'It is not clear which mapping fits {file}.',
    'Say which with --mapping NAME or --mapping FILE. Built in: {known}; these expect the shapes described in mappings/README.md.',
  ),
  faces_folder_missing: unusable(
    'The faces folder {folder} cannot be opened: {reason}.',
    'Give the folder that holds the images with --faces DIR.',
  ),
  faces_undecided: unusable(
    '{count} people have a face in the export, and it was not said where the images are.',
    'Give the folder with --faces DIR, or migrate without faces with --no-faces.',
  ),
  checkpoint_missing: unusable('There is no checkpoint {file}.', 'Name it with --checkpoint FILE; a run creates it.'),
  checkpoint_locked: unusable(
    'Another run is using the checkpoint {file}: process {pid} on {host}.',
    'Wait until it has ended, or stop it; didit-migrate status shows how far it is.',
  ),
  checkpoint_version: unusable(
    'The checkpoint {file} has format {found}; this version of didit-migrate reads format {expected}.',
    'Go on with the version that made it, or begin a new checkpoint with --checkpoint.',
  ),
  checkpoint_target: unusable(
    'The checkpoint {file} belongs to another target: {found}, not {expected}.',
    'Use the checkpoint of this target, or begin a new one with --checkpoint.',
  ),
  checkpoint_unusable: unusable(
    'The checkpoint {file} cannot be used: {reason}.',
    'Restore it from a copy. Beginning a new one is safe: people who are in Didit already are found there and not created twice.',
  ),
  checkpoint_unwritable: unusable(
    'The checkpoint {file} cannot be created or written here: {reason}.',
    'Choose a folder on a local disk that you may write to, with --checkpoint.',
  ),
  checkpoint_empty: unusable('The checkpoint {file} holds no plan yet.', 'Give the export: didit-migrate run EXPORT.'),
  confirmation_needed: unusable(
    'Nothing was sent: a run writes only after a yes, and there is nobody to ask here.',
    'Until then the plan, with the people’s data, stays in the checkpoint file; delete the file to be rid of it. To go ahead: {command}',
  ),
  declined: unusable(
    'Nothing was sent.',
    'Run the same command again whenever you are ready. Until then the plan, with the people’s data, stays in the checkpoint file; delete the file to be rid of it.',
  ),

  // Outside the data: the run stops, and the same command goes on from there.
  key_refused: stopped(
    'Didit refused the API key (401): {what}.',
    'Check the key, its expiry and its application in the console (API keys), then run the same command again.',
  ),
  key_lacks_access: stopped(
    'The API key may not do this (403): {what}.',
    'Use a full-access key of this application, or a custom key with People (users) write; check its IP allowlist. Then run the same command again.',
  ),
  faces_refused: stopped(
    'Users are accepted but the face route answers {status}: {what}.',
    'Check that the key may manage user profiles: the same command then goes on with the faces, and with --no-faces without them. With corrected organization or application ids begin a new checkpoint with --checkpoint; people who are there already are found.',
  ),
  payment_required: stopped(
    'Didit asks for payment or credits (402): {what}.',
    'Check the balance in the console, then run the same command again.',
  ),
  route_missing: stopped(
    'The target has no such route ({status}): {what}.',
    'Check --base-url; the documented one is https://verification.didit.me.',
  ),
  redirected: stopped(
    'The target answered with a redirect, which is never followed: {what}.',
    'Check --base-url: https, no www, no path.',
  ),
  refused_alike: stopped(
    '{count} writes in a row were refused with the same answer: {what}.',
    'The mapping or the API is not what it is taken for. Look at one of these items in the report; then run the same command again.',
  ),
  outage: stopped(
    'Didit has not accepted a {what} for {duration}.',
    'Nothing is lost and nothing was marked as failed. Run the same command again later, or wait longer with --max-outage.',
  ),
  disk_full: stopped(
    'The checkpoint cannot be written: {reason}.',
    'Free some disk space and run the same command again. Nothing was sent that the checkpoint does not know.',
  ),
  report_unwritable: stopped(
    'The report cannot be written to {folder}: {reason}.',
    'Everything is in the checkpoint. Make room or choose another folder with --report; didit-migrate report writes it again.',
  ),
  interrupted: stopped('Interrupted; calls in flight were let finish.', 'The same command goes on from here.'),

  // Answers that a later try can turn into a good one.
  throttled: again(
    'Didit asked to slow down (429).',
    'The run waits as long as it is told. If it happens often, lower --write-limit: somebody else uses this key as well.',
  ),
  timed_out: again(
    'Didit did not answer within {seconds} s.',
    'Run the same command again with --retry; a longer --request-timeout helps on a slow line.',
  ),
  connection_lost: again('The connection broke: {reason}.', 'Check the network, then run the same command again.'),
  server_error: again('Didit answered with a server error ({status}).', 'Run the same command again later.'),
  answer_unreadable: again(
    'Didit’s answer could not be read ({status}).',
    'Check that --base-url leads to Didit and not to a proxy page.',
  ),

  // Records that cannot become a user.
  row_ragged: giveUp(
    'The row has {found} cells, the header has {expected}.',
    'A cell holds an unquoted delimiter or quote, or the row is cut. Mend the row.',
  ),
  quote_broken: giveUp(
    'A quote in this row is not closed or stands in the middle of a cell; lines taken up by the row: {lines}.',
    'Double the quotes inside a quoted cell and close it.',
  ),
  record_too_large: giveUp(
    'The record is larger than {limit} bytes.',
    'An unclosed quote or bracket swallows what follows. Mend it, or raise --max-record-bytes.',
  ),
  record_not_object: giveUp(
    'The record is not an object with fields.',
    'Each record has to be an object such as {"vendor_data": …}.',
  ),
  json_malformed: giveUp(
    'The line is not valid JSON.',
    'Mend the line; each line of an NDJSON file is one complete JSON object.',
  ),
  shape_unknown: giveUp(
    'No shape of the mapping {mapping} fits this record.',
    'Fields that it looks for: {fields}. Check that this is the right mapping for the export.',
  ),
  id_missing: giveUp('The record has no id for vendor_data.', 'Every person needs your own user id; fill the field {field}.'),
  id_too_long: giveUp(
    'The id has {bytes} bytes; Didit takes at most 2000.',
    'Use a shorter id; your own stable user id is best.',
  ),
  id_inexact: giveUp(
    'The id is a number too large to be read exactly.',
    'Export ids as text, in quotes: "12345678901234567890".',
  ),
  id_not_text: giveUp(
    'The id holds broken Unicode or a NUL character.',
    'The export was damaged on its way; export again as UTF-8.',
  ),
  id_reserved: giveUp(
    'The id collides with a route of Didit’s API.',
    'Ids may not be ".", "..", create, delete or aml-monitoring. Use another id for this person.',
  ),
  id_slash: giveUp(
    'The id contains a slash, which does not survive in Didit’s addresses.',
    'Use an id without "/" for this person.',
  ),
  id_collision: giveUp(
    'Other records have the same id in other upper and lower case: to Didit they would be one person.',
    'Change the ids so that they differ in more than case, or make them the same if it is one person.',
  ),
  status_missing: giveUp('The former provider’s decision is missing.', 'Fill the status. Nobody is made ACTIVE by default.'),
  status_unknown: giveUp(
    'The mapping has no rule for this decision: {word}.',
    'Add a row for it to the status table of the mapping, or mend the record.',
  ),
  date_unreadable: giveUp(
    'The date in {field} is not a calendar date of the form {expected}; it looks like {found}.',
    'Write it in that form, or name the right pattern in the mapping.',
  ),
  date_ambiguous: giveUp(
    'The date in {field} is two different days, depending on which of the forms {expected} is meant.',
    'Name one form in the mapping; day-first or month-first is never guessed.',
  ),
  lookup_missing: giveUp(
    'The second file {lookup} has no row for this record.',
    'Add the row, or give the lookup optional: true in the mapping if such records are right as they are.',
  ),
  lookup_ambiguous: giveUp(
    'The second file {lookup} has several rows for this record, and they disagree.',
    'Leave one row; or give the lookup many: true in the mapping if several belong to a record.',
  ),
  date_in_future: giveUp('The date in {field} lies in the future.', 'Mend the date.'),
  country_unknown: giveUp(
    'The country in {field} is not an ISO 3166 code or a known name.',
    'Use the alpha-3 code, such as ESP.',
  ),
  phone_unreadable: giveUp(
    'The verified phone number in {field} is not an international number.',
    'Write it with + and country code.',
  ),
  email_unreadable: giveUp('The verified e-mail in {field} is not an e-mail address.', 'Mend it, or leave it empty.'),
  name_too_long: giveUp(
    'The name in {field} has more than 512 characters.',
    'Shorten the name; Didit takes at most 512 characters.',
  ),
  value_not_text: giveUp('{field} holds an object or list where one value is needed.', 'Point the mapping at a field inside it.'),
  metadata_not_object: giveUp('{field} is not a JSON object.', 'Write it as {"key": "value"}, or leave it empty.'),
  metadata_reserved: giveUp('{field} sets “{key}”, which didit-migrate keeps for itself.', 'Rename that key.'),
  winner_invalid: giveUp(
    'Record {record} of the same person decides over this one and is invalid.',
    'Mend that record; an older decision never stands in for a newer one.',
  ),

  // Faces: the user is migrated all the same.
  face_missing: giveUp('There is no such image under --faces.', 'Check the name; the mapping says where it is looked for.'),
  face_outside: giveUp(
    'The path of the image leaves the faces folder.',
    'Put the image into the folder given with --faces and name it from there.',
  ),
  face_not_file: giveUp(
    'The reference is not a file name (a link or inline data).',
    'Download the images into a folder and name the files.',
  ),
  face_unreadable: giveUp('The image could not be read: {reason}.', 'Check that the file is there and that you may read it.'),
  face_not_image: giveUp(
    'The file is not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF).',
    'Replace it with a JPEG or PNG of the person’s face.',
  ),
  face_broken: giveUp('The image is damaged or cut off.', 'Get the file again from the former provider.'),
  face_heic: giveUp(
    'The image is HEIC, which cannot be decoded here.',
    'Convert it to JPEG first (for example with heif-convert) under the same name.',
  ),
  face_too_small: giveUp('The image is smaller than {limit} pixels on its shorter side.', 'Use a larger picture of the face.'),
  face_too_many_pixels: giveUp('The image has more than {limit} million pixels.', 'Scale it down first.'),
  face_too_heavy: giveUp('The image file is larger than {limit} MB.', 'Scale it down first.'),
  face_rejected: giveUp('Didit refused the face ({status}).', 'It needs one clear, frontal face. Replace the image.'),
  face_limit: giveUp(
    'The user has 5 uploaded faces already, which is Didit’s limit.',
    'Delete one in the console if this one is better.',
  ),
  face_unproven: giveUp(
    'The upload was not answered, and Didit’s list of faces could not settle whether it arrived.',
    'Look at the user in the console before uploading again.',
  ),
  face_doubled: giveUp(
    'The face arrived twice, because an upload that was not answered came late, and the second one could not be removed.',
    'In the console, delete one of the two.',
  ),
  face_list_unavailable: giveUp(
    'The user existed before, and Didit’s list of faces could not be read; uploading might double a face.',
    'Look at the user in the console and upload the face there.',
  ),

  // Didit's answers about one person.
  rejected: giveUp('Didit refused the user ({status}); fields: {fields}.', 'Mend these fields in the export.'),
  already_there: hold(
    'The user was in Didit before this migration, and --on-existing fail asks to stop there.',
    'Use --on-existing adopt, update or skip.',
  ),
  conflict_unresolved: hold(
    'Didit says that the id is taken, but shows no user for it.',
    'The user may have been deleted lately, or be there under the id in other upper and lower case. Ask Didit’s support, or use another id.',
  ),
  status_conflict: hold(
    'The former decision and Didit’s status differ, and changing it was not asked for.',
    'Decide in Didit’s console, or run again with --on-existing update to apply stricter statuses. The next run looks again.',
  ),
  edited_since: hold(
    'A later export changes this person, but somebody has edited the user in Didit since it was migrated.',
    'Compare the two in the console; --on-existing update applies the export.',
  ),
  user_gone: giveUp(
    'The user was in Didit and is not there any more.',
    'Somebody deleted it meanwhile. If that was a mistake, begin a new checkpoint for this person.',
  ),
} as const satisfies Record<string, Meaning>;

export type Code = keyof typeof MEANINGS;
type CodesOf<N extends Next> = { [C in Code]: (typeof MEANINGS)[C]['next'] extends N ? C : never }[Code];
/** Codes that end a record, a face or an item and let the rest go on. */
export type ProblemCode = CodesOf<'give up this item'>;
export type StopCode = CodesOf<'stop the run'>;
export type AgainCode = CodesOf<'try again'>;

/** Values for the placeholders of a sentence. Never a person's data. */
export type Detail = Readonly<Record<string, string | number>>;

/** One thing that is wrong with a record or face. */
export interface Problem {
  readonly code: ProblemCode;
  /** The export's own name of the field, where one field is to blame. */
  readonly field?: string;
  readonly detail?: Detail;
}

/** Any failure that leaves the function that met it. Whoever catches it asks `next`. */
export class MigrateError<C extends Code = Code> extends Error {
  override readonly name = 'MigrateError';
  constructor(
    readonly code: C,
    readonly detail: Detail = {},
    options?: { cause: unknown },
  ) {
    super(sentence(code, detail), options);
  }
  get next(): Next {
    return MEANINGS[this.code].next;
  }
  get help(): string {
    return help(this.code, this.detail);
  }
  /** How the process ends when this error ends it. */
  get exit(): 2 | 3 {
    const meaning: Meaning = MEANINGS[this.code];
    return meaning.exit ?? 3;
  }
  /** Is the item waiting for a decision rather than failed? */
  get held(): boolean {
    const meaning: Meaning = MEANINGS[this.code];
    return meaning.held ?? false;
  }
}

/** The problem that an error stands for; undefined for one that says nothing about a single record, face or item. */
export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof MigrateError)) return undefined;
  const { code, detail }: MigrateError = error;
  return isProblemCode(code) ? { code, detail } : undefined;
}

function isProblemCode(code: Code): code is ProblemCode {
  return MEANINGS[code].next === 'give up this item';
}

/** The sentence of a code with its placeholders filled; a placeholder without a value stays visible, so that it is noticed. */
export function sentence(code: Code, detail: Detail = {}): string {
  return fill(MEANINGS[code].says, detail);
}

/** What the user can do about a code. */
export function help(code: Code, detail: Detail = {}): string {
  return fill(MEANINGS[code].help, detail);
}

function fill(template: string, detail: Detail): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(detail, name) ? String(detail[name]) : whole));
}
