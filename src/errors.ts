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
  sandbox_unable: unusable(
    'The sandbox cannot start: {reason}.',
    'Choose another --port, or 0 for any that is free, and check the --log file.',
  ),
  log_unwritable: unusable('The log file {file} cannot be written: {reason}.', 'Name another with --log-file.'),
  export_missing: unusable(
    'There is no file {file}.',
    'Check the path; the export is the file that your former provider gave you.',
  ),
  glob_empty: unusable('No file matches {pattern}.', 'Check the pattern; the shell expands one that is not in quotes.'),
  export_unreadable: unusable('{file} could not be read: {reason}.', 'Check that the file is complete and that you may read it.'),
  export_format_unknown: unusable(
    '{file} is not CSV, JSON or NDJSON: {reason}.',
    'Export again as one of these, or convert the file first.',
  ),
  export_broken: unusable(
    '{file} breaks off or breaks its format at {where}: {reason}. {records} records before that could be read.',
    'Nothing of it was planned. Get the file again; a part of an export is never migrated.',
  ),
  export_mixed: unusable(
    '{file} holds files of different kinds: file {position} by name is {found}, the first one {expected}.',
    'Give the files that list people by name, each as an export of its own; unpack a zip first.',
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
    'Say which with --mapping NAME or --mapping FILE. Built in: {known}; each expects the record shapes described in mappings/README.md.',
  ),
  archive_unusable: unusable(
    '{path} cannot be opened: {reason}.',
    'Give a folder, or a zip file that is whole and that you may read.',
  ),
  faces_undecided: unusable(
    '{count} people have a face named in the export, and it was not said where the images are.',
    'Give the folder or zip with --faces, or migrate without faces with --no-faces.',
  ),
  output_exists: unusable('{file} is there already.', 'Choose another name, or delete it first; nothing is ever overwritten.'),
  output_unwritable: unusable('{file} cannot be written: {reason}.', 'Choose a folder that you may write to, with room for it.'),
  sample_unusable: unusable(
    'The sample in {folder} cannot be used: {reason}.',
    'mappings/README.md describes a sample; didit-migrate mappings test {folder} --update writes its expected.json for review.',
  ),
  record_missing: unusable(
    '{file} has no record with {where}.',
    'Records count from 1; didit-migrate validate shows how many there are.',
  ),
  record_unclear: unusable(
    'It is not clear in which export the record is: {files}.',
    'Say --record FILE:N, with the name of one of these.',
  ),
  ids_unreadable: unusable(
    'Line {line} of {file} cannot be read: {what}',
    'Mend it; whoever stands there would be passed over silently.',
  ),
  ids_missing: unusable('{file} holds no ids.', 'Give a list with one id a line, or a file with a column vendor_data.'),
  draft_exists: unusable(
    'The file {file} is there already.',
    'Give the draft another name with --output FILE, or overwrite it with --force.',
  ),
  draft_unwritable: unusable('The draft {file} cannot be written: {reason}.', 'Give another place with --output FILE.'),
  draft_empty: unusable(
    'No record of {files} could be read, so there is nothing to make a draft from.',
    'didit-migrate inspect says what is in the file.',
  ),
  lookup_unrelated: unusable(
    'No column of {file} holds ids of the export.',
    'The second file needs one column with an id that the export has too, and one with your own ids.',
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
  checkpoint_shard: unusable(
    'The checkpoint {file} holds {found}; this run is for {expected}.',
    'Give --shard as it was begun: people keep their part until the end. To use another number of parts, begin anew with --checkpoint and other names: whoever is in Didit already is found there and not created twice.',
  ),
  checkpoints_unlike: unusable(
    'These checkpoints are not the parts of one migration: {reason}.',
    'Name each part once, for instance with --checkpoint "didit-migrate-12345678-*-of-4.db".',
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

  not_purged: unusable('Nothing was deleted: a purge waits for a yes.', 'To go ahead: {command}'),

  // Outside the data: the run stops, and the same command goes on from there.
  key_refused: stopped(
    'Didit refused the API key (401): {what}.',
    'Check the key, its expiry and its application in the console (API keys), then run the same command again.',
  ),
  key_lacks_access: stopped(
    'The API key may not do this (403): {what}.',
    'Check the key: Didit may also answer 403 when it is simply wrong. It has to be a full-access key of this application, or a custom key with People (users) write; check its IP allowlist. Then run the same command again.',
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
  redis_outage: stopped(
    'The Redis at {place} has not answered for {duration}, and without it nobody knows how many requests may go out.',
    'Nothing is lost. Run the same command again when Redis is back, wait longer with --max-outage, or go on with one process alone and without --redis.',
  ),
  redis_unusable: stopped(
    'The Redis at {place} cannot keep the count of requests: {reason}.',
    'It takes one Redis server from version 6 on, with a user that may run EVAL, INFO and commands on the keys didit-migrate:*. Check --redis, and the password in it.',
  ),
  outage: stopped(
    'Didit has accepted no {what} for {duration}.',
    'Nothing is lost and nothing was marked as failed. Run the same command again later, or wait longer with --max-outage.',
  ),
  disk_full: stopped(
    'The checkpoint cannot be written: {reason}.',
    'Free some disk space and run the same command again. Nothing was sent that the checkpoint does not know.',
  ),
  purge_unfinished: stopped(
    'Another program is reading the checkpoint {file}, and its log still holds what was deleted.',
    'Let the other program end; then run the same command again.',
  ),
  report_unwritable: stopped(
    'The report cannot be written to {folder}: {reason}.',
    'Everything is in the checkpoint. Make room or choose another folder with --report; didit-migrate report writes it again.',
  ),
  interrupted: stopped('Interrupted; requests in flight were allowed to finish.', 'The same command goes on from here.'),

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

  face_link_timed_out: again('The image behind the link did not arrive within {seconds} s.', 'The next run fetches it again.'),
  face_link_unreachable: again(
    'The image behind the link could not be fetched: {reason}.',
    'Check the network and the host of the images. The next run fetches it again.',
  ),

  // Records that cannot become a user.
  file_unreadable: giveUp(
    'File {file} of the export, by name, cannot be read: {reason}.',
    'Get this file again. The others are not affected.',
  ),
  text_damaged: giveUp(
    'The record, read as {encoding}, holds � in place of a character that was lost.',
    'If the file is written in another encoding, say which, such as --encoding windows-1252. If � is in the file itself, mend the text.',
  ),
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
  record_too_deep: giveUp(
    'The record is nested more than {limit} levels deep.',
    'No export needs as much; its brackets are damaged. Get the record again.',
  ),
  json_malformed: giveUp(
    'The record is not valid JSON; bytes taken up by it: {bytes}.',
    'Mend it. A stray quote or bracket swallows what follows, up to the next one or the end of the line.',
  ),
  key_repeated: giveUp(
    'The record holds the key {key} twice in one place, with different contents: nobody can say which of them counts.',
    'Ask whoever wrote the export, and leave one. JSON kept as text in a cell is looked at as well. Of doubled CSV columns the second is called "name (2)": a mapping that reads both decides between them.',
  ),
  form_malformed: giveUp(
    'The line is not form-urlencoded: a percent sign is not followed by the code of a character.',
    'Mend the line: every % has to be written as %25 unless it begins a code such as %20.',
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
  id_damaged: giveUp(
    'The id is a number as a spreadsheet writes long ones (6.5E+23), or an error value of one (#NAME?): the id itself is lost.',
    'Take the file as the provider gave it, without opening and saving it in a spreadsheet.',
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
  id_changed: giveUp(
    'The id is another one than that of record {record}, which this row of rejects is to mend.',
    'Put the id back as the export has it; results and rejects show it. A person who is not in the export goes into a row without _item.',
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
    'Write it with + and country code, or say in the mapping whose numbers they are: approved_phones: {from: …, region: DE}.',
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

  record_withdrawn: giveUp(
    'The record came back among mended rejects with another id, or as one to be skipped.',
    'Nothing more is sent for this id. Look in Didit’s console whether a user is there that should not be.',
  ),

  // Faces: the user is migrated all the same.
  face_missing: giveUp('There is no such image under --faces.', 'Check the name; the mapping says where it is looked for.'),
  face_outside: giveUp(
    'The path of the image leads out of the folder or zip of images.',
    'Put the image into what is given with --faces and name it from there.',
  ),
  face_not_file: giveUp(
    'The reference is an address of a kind that nothing is fetched from.',
    'Give an https link, or download the images into a folder and name the files.',
  ),
  face_ambiguous: giveUp(
    'Several images have this name, if accents and upper and lower case are not told apart.',
    'Name the image to the letter, or rename the others.',
  ),
  face_unreadable: giveUp('The image could not be read: {reason}.', 'Check that the file is there and that you may read it.'),
  face_not_image: giveUp(
    'The file is not an image of a known format (JPEG, PNG, WebP, TIFF, GIF, AVIF); it seems to be {what}.',
    'Replace it with a JPEG or PNG of the person’s face.',
  ),
  face_truncated: giveUp(
    'The image file is empty or ends before the picture does.',
    'Its download was cut off: get the file again from the former provider.',
  ),
  face_broken: giveUp('The image is damaged.', 'Get the file again from the former provider.'),
  face_heic: giveUp(
    'The image is HEIC, which cannot be decoded here.',
    'Convert it to JPEG: heif-convert -q 92 photo.heic photo.jpg (Linux), sips -s format jpeg photo.heic --out photo.jpg (macOS).',
  ),
  face_blank: giveUp(
    'There is nothing to be seen in the image: it is of one colour.',
    'Replace it with a picture of the person’s face.',
  ),
  face_shared: giveUp(
    'Different people have the same image.',
    'At most one of them can be right. Find out whose face it is and give the others their own; the records are listed together.',
  ),
  face_too_slow: giveUp(
    'Decoding the image took more than {seconds} seconds.',
    'Save it anew as a JPEG; if this machine was very busy, run the same command again.',
  ),
  face_too_small: giveUp('The image is smaller than {limit} pixels on its shorter side.', 'Use a larger picture of the face.'),
  face_too_many_pixels: giveUp('The image has more than {limit} million pixels.', 'Scale it down first.'),
  face_too_heavy: giveUp('The image file is larger than {limit} MB.', 'Scale it down first.'),
  face_needs_fetch: giveUp(
    'The image is behind a link, and fetching was not asked for.',
    'Run again with --fetch-faces, soon if the links expire; or download the images and name the files.',
  ),
  face_link_unsafe: giveUp(
    'The link is not a plain https address: it has another scheme, or a user name in it.',
    'Download the image and name the file.',
  ),
  face_link_private: giveUp(
    'The link leads to a private network or to this machine, where nothing is fetched from.',
    'Download the image and name the file.',
  ),
  face_link_redirects: giveUp('The link leads on more than {limit} times.', 'Download the image and name the file.'),
  face_link_expired: giveUp(
    'The link to the image has expired, or no longer gives access to it ({status}).',
    'Export again for fresh links and run at once, or download the images soon after the export.',
  ),
  face_link_refused: giveUp(
    'The host of the image refuses to give it ({status}).',
    'A link has to work without signing in. Download the image and name the file.',
  ),
  face_link_missing: giveUp('There is no image behind the link (404).', 'Ask the former provider for it.'),
  face_not_base64: giveUp('The image in the record is not valid base64.', 'Export again; the value may have been cut.'),
  zip_encrypted: giveUp(
    'The file is encrypted inside the zip.',
    'Unpack the zip with its password, and give the folder instead.',
  ),
  zip_method: giveUp(
    'The zip packs the file by a method that is not supported (number {method}).',
    'Unpack the zip and give the folder instead, or pack it again by the usual method, deflate.',
  ),
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
  rolled_back: giveUp(
    'A rollback has taken back what was made of the person in Didit.',
    'To migrate the person after all, run with the export again.',
  ),
  purged: giveUp(
    'A purge has deleted what was to be sent.',
    'Run with the export again. A face that is left of somebody who is done: begin a new checkpoint, which finds the user in Didit.',
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

/** Is it a failure that a later try can turn into a success? */
export function isTryAgain(error: unknown): error is MigrateError<AgainCode> {
  return error instanceof MigrateError && error.next === 'try again';
}

function isProblemCode(code: Code): code is ProblemCode {
  return MEANINGS[code].next === 'give up this item';
}

/** By which somebody can have been given up. */
export const ENDING_CODES = Object.keys(MEANINGS).filter((code): code is ProblemCode | AgainCode => {
  const { next }: Meaning = MEANINGS[code as Code];
  return next !== 'stop the run';
});

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
