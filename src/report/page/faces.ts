import { bytes } from '../../bytes.js';
import type { SizeClass } from '../../checkpoint/index.js';
import { number } from '../../layout.js';
import type { Summary } from '../summary.js';
import { facts, meter, table } from './figures.js';
import { html, type Markup, outside } from './markup.js';
import type { PageSource } from './page-source.js';

const MOST_PICTURES = 100;

/** Undefined where nobody was to have a face. */
export function faces(
  { faces: { by_state, bytes: size, problems } }: Summary,
  { evidence, totals }: PageSource,
): Markup | undefined {
  if (by_state.total === 0) return undefined;
  const mean = ({ count, sum }: { count: number; sum: number }) => bytes(sum / count);
  const { facesFound, facesLinked } = totals.remaining();
  const shared = evidence.sharedPictures(MOST_PICTURES);
  return html`${facts([
    ['Wanted', by_state.total],
    ['Found, and still to be uploaded', facesFound || undefined],
    ['Behind a link, and still to be fetched', facesLinked || undefined],
    ['Uploaded', by_state.uploaded],
    ['Images that were looked at', size.files.count || undefined],
    ['their size, on average and at most', size.files.count > 0 ? `${mean(size.files)}, ${bytes(size.files.max)}` : undefined],
    ['Prepared for the upload', size.prepared.count || undefined],
    [
      'their size, on average and at most',
      size.prepared.count > 0 ? `${mean(size.prepared)}, ${bytes(size.prepared.max)}` : undefined,
    ],
  ])}${sizes(evidence.faceSizeClasses())}${table(
    'What is wrong with faces',
    [{ name: 'Code' }, { name: 'Faces', number: true }, { name: 'What it means' }],
    problems.map(({ code, count, sentence }) => [html`<a href="#code-${code}"><code>${code}</code></a>`, count, sentence]),
  )}${table(
    'The same picture for different people: at most one of them can be right',
    [{ name: 'Records' }, { name: 'People', number: true }],
    shared.map(({ people, records }) => [
      html`${records.map((record, index) => html`${index > 0 && ', '}${outside(record)}`)}${records.length < people && ', …'}`,
      people,
    ]),
  )}`;
}

function sizes(classes: readonly SizeClass[]): Markup {
  const most = Math.max(...classes.flatMap(({ files, prepared }) => [files, prepared]));
  const prepared = classes.some((each) => each.prepared > 0);
  return table(
    prepared ? 'Images by size, before and after they were prepared' : 'Images by size',
    [
      { name: 'Size' },
      { name: 'As they are', number: true },
      ...(prepared ? [{ name: 'As uploaded', number: true as const }] : []),
    ],
    classes.map((each) => [
      each.from === 0 ? 'smaller than 50 kB' : `${bytes(each.from)} and more`,
      meter(each.files, most, number(each.files), 'sky'),
      ...(prepared ? [meter(each.prepared, most, number(each.prepared))] : []),
    ]),
  );
}
