import { bytes } from '../bytes.js';
import type { Remaining } from '../checkpoint/index.js';
import { columns, counted, figure, figures, number, page, section, shown, wrapped } from '../layout.js';
import { findingsText } from './findings-text.js';
import { type Expectations, type Forecast, forecast, type Pace } from './forecast.js';
import { refusedFaces, severalText } from './people-text.js';
import type { Summary } from './summary.js';

const MOST_EXPORTS = 20;
const MOST_VERDICTS = 20;

interface PlanFacts {
  readonly remaining: Remaining;
  /** Files under --faces that are nobody's, where that was looked for. */
  readonly unmatchedFiles?: number | undefined;
}

/** What a run would do, before anything is sent: the preview of `validate` and `run`. */
export function planText(summary: Summary, { remaining, unmatchedFiles = 0, ...expectations }: Expectations & PlanFacts): string {
  return page([
    section('What was read', readText(summary)),
    section('What is wrong with the invalid records', findingsText(summary.problems)),
    section('Whom it makes', peopleText(summary)),
    section('How the former decisions were read', verdictsText(summary)),
    section('Faces', facesText(summary, remaining, expectations, unmatchedFiles)),
    section('What is left to send', costText(remaining, expectations)),
  ]);
}

function readText({ exports, lookups, records, elsewhere, skipped }: Summary): string[] {
  const rest = exports.slice(MOST_EXPORTS);
  return [
    ...exports
      .slice(0, MOST_EXPORTS)
      .flatMap((source, index) => [
        figure(
          `${shown(source.file, 24)} (${source.format.toUpperCase()}, mapping ${source.mapping})`,
          source.records.total + source.elsewhere,
        ),
        ...howItWasRead(source),
        ...(exports.slice(index + 1).some(({ sha256 }) => sha256 !== null && sha256 === source.sha256)
          ? ['    read again since, so that these are superseded']
          : []),
      ]),
    ...(rest.length > 0 ? [figure(`and ${counted(rest.length, 'other export')}`, total(rest))] : []),
    ...lookups.flatMap(({ name, rows, rows_without_key, unused_keys }) => [
      figure(`second file ${shown(name, 24)}`, rows),
      ...figures([
        ['  rows without a key', rows_without_key],
        ['  keys that no record asks for', unused_keys],
      ]),
    ]),
    figure('records', records.total + elsewhere),
    ...figures([
      ['  used', records.used],
      ['  skipped', records.skipped],
      ...Object.entries(skipped).map(([reason, count]): [string, number] => [`    ${reason}`, count]),
      ['  invalid', records.invalid],
      ['  superseded by a later export', records.superseded],
      ['  of people in other parts', elsewhere],
    ]),
  ];
}

function total(exports: Summary['exports']): number {
  return exports.reduce((sum, { records, elsewhere }) => sum + records.total + elsewhere, 0);
}

/** What of it the user might not expect: a guess, and what was left out. */
function howItWasRead({ encodings, files, files_passed_over: others }: Summary['exports'][number]): string[] {
  const guesses = (encodings ?? []).filter(({ guessed }) => guessed);
  return [
    ...guesses.flatMap(({ name }) => wrapped(`read as ${name}, because it is not UTF-8; --encoding says otherwise`, '    ')),
    ...(others
      ? wrapped(`${counted(files ?? 0, 'file')} read; ${counted(others, 'other')} beside them passed over`, '    ')
      : []),
  ];
}

function peopleText({ items, verdicts }: Summary): string[] {
  const { total, ACTIVE, FLAGGED, BLOCKED } = items.by_wanted_status;
  if (total === 0) return ['  Nobody: no record can be used.'];
  const unread = verdicts.every(({ former }) => former === null);
  return [
    figure('people', total),
    ...figures([
      ['  ACTIVE', ACTIVE],
      ['  FLAGGED', FLAGGED],
      ['  BLOCKED', BLOCKED],
    ]),
    ...severalText(items),
    ...(ACTIVE < total
      ? []
      : wrapped(`Everybody becomes ACTIVE${unread ? ', without any decision of the former provider' : ''}.`)),
  ];
}

function verdictsText({ verdicts }: Summary): string[] {
  const rest = verdicts.slice(MOST_VERDICTS);
  return [
    ...verdicts.slice(0, MOST_VERDICTS).map(({ former, status, row, count }) => {
      const word = shown(former ?? '(none)', 28).padEnd(28);
      return `  ${word} → ${status.padEnd(7)}${number(count).padStart(10)}  ${shown(row ?? '', 28)}`.trimEnd();
    }),
    ...(rest.length > 0 ? [`  and ${counted(rest.length, 'other')}`] : []),
  ];
}

function facesText(
  { faces, shard }: Summary,
  { faces: waiting, facesFound, facesLinked, facesMissing }: Remaining,
  { facesOn }: Expectations,
  unmatchedFiles: number,
): string[] {
  if (faces.by_state.total === 0 && unmatchedFiles === 0) return [];
  const { total, uploaded, unknown } = faces.by_state;
  const refused = refusedFaces(faces);
  const unseen = waiting - facesFound - facesLinked - facesMissing;
  return [
    ...figures([
      ['faces in the export', total],
      ['  uploaded already', uploaded],
      ['  found', facesFound],
      ['  behind a link: fetched by the run', facesLinked],
      ['  missing or unusable here', facesMissing + refused.here],
      ['  refused by Didit', refused.byDidit],
      ['  unknown: may be there', unknown],
      ['  not looked for', unseen],
      ['files under --faces that are nobody’s', unmatchedFiles],
    ]),
    ...(facesOn ? sizesText(faces.bytes) : []),
    ...(facesOn ? [] : ['  They are left out. A later run can upload them.']),
    ...(facesOn && unseen > 0 ? ['  Give the folder or zip of the images with --faces to look for them.'] : []),
    ...(shard !== null
      ? wrapped('One picture under several people shows within a part only; the report over all parts looks across them.')
      : []),
    ...findingsText(faces.problems),
  ];
}

/** The largest ones say whether something is there that is no selfie; what is to be sent is known once the images were prepared. */
function sizesText({ files, prepared, to_send }: Summary['faces']['bytes']): string[] {
  return [
    ...(files.count === 0
      ? []
      : wrapped(`The image files have ${bytes(files.sum)} together; the largest has ${bytes(files.max)}.`)),
    ...(prepared.count === 0
      ? []
      : wrapped(
          `Prepared, ${counted(prepared.count, 'image has', 'images have')} ${bytes(prepared.sum)}, at most ${bytes(prepared.max)}` +
            (to_send > 0 ? `; ${bytes(to_send)} are to be sent, in base64.` : '.'),
        )),
  ];
}

function costText(remaining: Remaining, expectations: Expectations): string[] {
  const all = forecast(remaining, { ...expectations, limit: undefined });
  const now = forecast(remaining, expectations);
  if (all.writes + all.reads === 0) return ['  Nothing.'];
  const limited = now.begins < all.begins;
  const each = <Value>(value: (of: Forecast) => Value): Value[] => (limited ? [value(now), value(all)] : [value(all)]);
  const events = each(eventsOf);
  return [
    ...(limited
      ? wrapped(`This run begins at most ${number(now.begins)} of ${counted(all.begins, 'person', 'people')} (--limit).`)
      : []),
    ...(limited ? [columns('about now', 'altogether')] : []),
    figure('writes', ...each(({ writes }) => writes)),
    ...figures([
      ['  create a user', ...each(({ creates }) => creates)],
      ['  change a user', ...each(({ changes }) => changes)],
      ['  set a stricter status', ...each(({ statusChanges }) => statusChanges)],
      ['  upload a face', ...each(({ uploads }) => uploads)],
    ]),
    figure('reads', ...each(({ reads }) => reads)),
    ...wrapped(
      all.hours === undefined
        ? 'No limit is kept.'
        : `At ${paceOf(expectations.write)} writes and ${paceOf(expectations.read)} reads: ${each(({ hours = 0 }) => duration(hours)).join('; altogether ')}.`,
    ),
    ...(all.writes > all.uploads
      ? wrapped(`Your webhook endpoints get ${limited ? 'about ' : ''}${events.join('; altogether ')}.`)
      : []),
  ];
}

function eventsOf({ webhooks }: Forecast): string {
  const events = Object.entries(webhooks).flatMap(([event, count]) => (count > 0 ? [`${number(count)} ${event}`] : []));
  return events.join(' and ') || 'nothing';
}

function paceOf(pace: Pace): string {
  return pace === 'off' ? 'unlimited' : `${number(pace.requests)}/${number(pace.windowMs / 1000)}s`;
}

function duration(hours: number): string {
  if (hours === 0) return 'without waiting for the limits';
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 90) return `about ${counted(minutes, 'minute')}`;
  return hours < 48 ? `about ${hours.toFixed(1)} hours` : `about ${(hours / 24).toFixed(1)} days`;
}
